import type { BrowserContext } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { measureBytes, openPage, type Received } from "./support/browser.ts";
import { answerReport, beginReport, goOn, readReceipt } from "./support/report.ts";
import { signInResident } from "./support/screen-people.ts";
import { sharedServer } from "./support/shared-server.ts";

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

/** DESIGN, "How it should look and feel": a first visit with styles, favicon and manifest; scripts needed before first use. */
const budget = { page: 14_000, scripts: 4_000 };
let url: string;
beforeAll(async () => {
  url = (await sharedServer()).url;
}, 240_000);

/** What a phone that was never here before receives for a page: an empty cache, and the session of whoever may see it. */
async function firstVisit(path: string, cookies: Cookies = []): Promise<readonly Received[]> {
  const { page, context, close } = await openPage();
  try {
    await context.addCookies(cookies);
    const answer = await page.goto(url + path);
    expect([answer?.status(), new URL(page.url()).pathname], path).toEqual([200, path.split("?")[0]]);
    return (await measureBytes(page)).received;
  } finally {
    await close();
  }
}

/** Photos are what the page is about, are loaded when they come into view, and have sizes of their own. */
function weigh(received: readonly Received[]): { readonly page: number; readonly scripts: number } {
  const counted = received.filter(({ url: address }) => !new URL(address).pathname.includes("/berkas/"));
  const sum = (parts: readonly Received[]) => parts.reduce((total, { bytes }) => total + bytes, 0);
  expect(sum(counted.filter(({ type }) => type === "Stylesheet"))).toBeGreaterThan(3_000);
  return { page: sum(counted), scripts: sum(counted.filter(({ type }) => type === "Script")) };
}

async function staysWithin(path: string, cookies?: Cookies): Promise<void> {
  const received = await firstVisit(path, cookies);
  const { page, scripts } = weigh(received);
  const parts = received.map(({ url: address, bytes }) => `${bytes} ${new URL(address).pathname}`).join("\n");
  expect(page, `${path}\n${parts}`).toBeLessThanOrEqual(budget.page);
  expect(scripts, `${path}\n${parts}`).toBeLessThanOrEqual(budget.scripts);
}

describe("a first visit stays within the budget, JavaScript on", () => {
  it("of every page for everyone", async () => {
    for (const path of [
      "/",
      "/layanan",
      "/layanan?q=jalan",
      "/layanan/reports.report",
      "/layanan/population.residence-letter",
      "/laporan",
      "/laporan/peta",
      "/laporan/kantor",
      "/lacak",
      "/kasus",
      "/masuk",
      "/luring",
    ])
      await staysWithin(path);
    const list = await (await fetch(`${url}/api/reports`)).json();
    const { reports } = list as { reports: readonly { code: string; stage: string }[] };
    const done = reports.find(({ stage }) => stage === "done") ?? reports[0];
    await staysWithin(`/laporan/${done?.code.replaceAll("-", "")}`);
  }, 120_000);

  it("of every step of a report, the map among them, the receipt, and the case", async () => {
    const { page, context, close } = await openPage();
    await beginReport(page, url);
    const cookies = await context.cookies();
    const draft = new URL(page.url()).pathname.split("/")[2];
    await answerReport(page, {}, undefined, async (step) => staysWithin(new URL(step.url()).pathname, cookies));
    await staysWithin(`/isi/${draft}/periksa`, cookies);
    await goOn(page);
    const { code } = await readReceipt(page);
    const guest = await context.cookies();
    await staysWithin(`/terima/${draft}`, guest);
    await staysWithin(`/kasus/${code}`, guest);
    await close();
  }, 120_000);

  it("of the pages of a resident who is signed in", async () => {
    const { page, context, close } = await openPage();
    await signInResident(page, url, "maya");
    const cookies = await context.cookies();
    await close();
    for (const path of ["/saya", "/saya/akses", "/saya/pesan", "/saya/perangkat", "/saya/kuasa", "/kasus"])
      await staysWithin(path, cookies);
  }, 120_000);
});
