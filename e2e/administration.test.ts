import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { authenticatorCode } from "../test/support/authenticator.ts";
import { expectNoAxeViolations, openPage } from "./support/browser.ts";
import { closingPages } from "./support/closing-pages.ts";
import { textOf } from "./support/report.ts";
import { press, signInOfficer } from "./support/screen-people.ts";
import { sharedServer } from "./support/shared-server.ts";

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

let url: string;
let session: Cookies;
const newPage = closingPages();

beforeAll(async () => {
  url = (await sharedServer()).url;
  const { page, context, close } = await openPage({ width: 1280 });
  await signInOfficer(page, url, "operator");
  session = await context.cookies();
  await close();
}, 240_000);

async function look(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
}

const sendForm = (page: Page, form: string) =>
  Promise.all([page.waitForNavigation(), page.locator(`${form} button`).last().click()]);

/** The narrow screen without scripts is the harder one: the whole way is walked there, and the wide one looked at. */
const options = { width: 360, javaScript: false } as const;

describe("the operator", () => {
  it("adds an office, an officer in it and a rule; the officer sets up the account on a phone", async () => {
    const page = await newPage(options);
    await page.context().addCookies(session);
    await page.goto(`${url}/konsol/kelola`);
    await look(page);

    await press(page, "link", "Kantor");
    await look(page);
    await page.locator("#code").fill(`kantor-${options.width}`);
    await page.locator("#name").fill(`Kantor ${options.width}`);
    await page.locator("#region").fill("99");
    await page.locator("#parent").selectOption({ label: "Pemerintah Kota Surabaya" });
    await sendForm(page, "#kantor");
    await look(page);
    expect(await textOf(page.locator("#region-e"))).toContain("Wilayah 99 tidak ada");
    await page.locator("#region").fill("35.78.05");
    await sendForm(page, "#kantor");
    expect(await textOf(page.locator("main"))).toContain(`Kantor ${options.width}`);

    await page.goto(`${url}/konsol/kelola`);
    await press(page, "link", "Tambah petugas");
    await look(page);
    await page.locator("#username").fill(`endah-${options.width}`);
    await page.locator("#name").fill("Endah");
    await page.locator("#role").selectOption({ label: "Petugas dinas" });
    await page.locator("#office").selectOption({ label: `Kantor ${options.width}` });
    await sendForm(page, "#petugas-baru");
    await look(page);
    const link = /https?:\S+\/siapkan\/[\w-]{43}/.exec(await textOf(page.locator("main")))?.[0] ?? "";

    const phone = await newPage({ width: 360, javaScript: options.javaScript });
    await phone.goto(link);
    await look(phone);
    await phone.locator("#password").fill("gamelan-malam-minggu");
    await phone.locator("#code").fill("000000");
    await press(phone, "button", "Simpan dan masuk");
    await look(phone);
    expect(await textOf(phone.locator("#code-e"))).toContain("belum benar");
    await phone.locator("#password").fill("gamelan-malam-minggu");
    await phone.locator("#code").fill(authenticatorCode(await phone.content(), new Date()));
    await press(phone, "button", "Simpan dan masuk");
    expect(new URL(phone.url()).pathname).toBe("/konsol");
    await phone.goto(link);
    await look(phone);
    expect(await textOf(phone.locator("main"))).toContain("Tautan ini tidak berlaku lagi");

    await press(page, "link", `Ke akun endah-${options.width}`);
    await look(page);
    await page.locator("#role").selectOption({ label: "Pemeriksa hasil" });
    await page.locator("#office").selectOption({ label: "Pemerintah Kota Surabaya" });
    await sendForm(page, "#peran-baru");
    await look(page);
    expect(await textOf(page.locator("main"))).toContain("Pemeriksa hasil");

    await page.goto(`${url}/konsol/kelola/aturan`);
    await look(page);
    const rule = page.locator('[id="aturan-reports.report"]');
    await rule.locator("[name=key]").selectOption("tree");
    await rule.locator("[name=region]").fill("35.78.06");
    await rule.locator("[name=office]").selectOption({ label: `Kantor ${options.width}` });
    await rule.locator("[name=source]").fill("SK Wali Kota 12/2026");
    await sendForm(page, '[id="aturan-reports.report"]');
    await look(page);
    expect(await textOf(page.locator("main"))).toContain("SK Wali Kota 12/2026");
  }, 120_000);

  it("sees the same on a wide screen with scripts", async () => {
    const page = await newPage({ width: 1280 });
    await page.context().addCookies(session);
    for (const path of ["", "/petugas", "/petugas/tuti", "/kantor", "/aturan"]) {
      await page.goto(`${url}/konsol/kelola${path}`);
      await look(page);
    }
  }, 60_000);
});
