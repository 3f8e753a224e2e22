import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { expectNoAxeViolations } from "./support/browser.ts";
import { closingPages } from "./support/closing-pages.ts";
import { answerReport, beginReport, goOn, readReceipt, roadPhoto, textOf } from "./support/report.ts";
import { sharedServer } from "./support/shared-server.ts";

let url: string;
const newPage = closingPages();

beforeAll(async () => {
  url = (await sharedServer()).url;
}, 240_000);

async function errorOf(page: Page): Promise<string> {
  return textOf(page.locator(".err").first());
}

describe("a guest reports a broken road on a phone", () => {
  it.each([true, false])(
    "from the front page to the receipt, and follows it by code and PIN, JavaScript %s",
    async (javaScript) => {
      const page = await newPage({ javaScript });
      const look = async (): Promise<void> => {
        await expectNoAxeViolations(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      };
      await page.goto(url);
      await look();
      await page.getByRole("searchbox").fill("jalan berlubang");
      await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Cari" }).click()]);
      await look();
      await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: /Lapor jalan rusak/ }).click()]);
      await look();
      expect(await textOf(page.locator("dl").first())).toMatch(/Gratis[\s\S]*14 hari kerja/);
      await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Mulai" }).click()]);

      await answerReport(page, { photos: [await roadPhoto(), await roadPhoto("kedua.jpg")] }, undefined, look);
      await look();
      const review = await textOf(page.locator("dl"));
      expect(review).toMatch(/Depan SDN Keputran I, Keputran, Tegalsari, Kota Surabaya/);
      expect(await page.locator("dl img").count()).toBe(2);
      await goOn(page);

      await look();
      expect(new URL(page.url()).pathname).toMatch(/^\/terima\//);
      const { code, pin } = await readReceipt(page);
      expect(code).toMatch(/^[0-9A-Z]{12}$/);
      expect(pin).toMatch(/^\d{3} \d{3} \d{4}$/);
      await page.reload();
      expect(await readReceipt(page)).toEqual({ code, pin });

      await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "Lihat kasus ini" }).click()]);
      await look();
      expect(await textOf(page.locator("h1"))).toMatch(/Jalan rusak.*Depan SDN Keputran I/);
      expect(await textOf(page.locator(".clock h2"))).toMatch(/Sisa|Paling lambat/);
      expect(await page.locator("figure img").count()).toBe(2);

      // Another phone knows nothing until code and PIN are given.
      const other = await newPage({ javaScript });
      await other.goto(`${url}/kasus/${code}`);
      expect(new URL(other.url()).pathname).toBe("/lacak");
      await expectNoAxeViolations(other);
      await other.getByLabel("PIN").fill(pin === "000 000 0000" ? "0000000001" : "0000000000");
      await Promise.all([other.waitForNavigation(), other.locator("main button").click()]);
      const refusal = await errorOf(other);
      await expectNoAxeViolations(other);
      await other.getByLabel("PIN").fill(javaScript ? pin : pin.replaceAll(" ", ""));
      await Promise.all([other.waitForNavigation(), other.locator("main button").click()]);
      expect(new URL(other.url()).pathname).toBe(`/kasus/${code}`);
      // The way to the receipt with the PIN stays with whoever sent it; a code that is nobody's gets the same refusal as a wrong PIN.
      await other.goto(`${url}/lacak?kode=000000000000`);
      await other.getByLabel("Kode", { exact: true }).fill("000000000000");
      await other.getByLabel("PIN").fill("1234567890");
      await Promise.all([other.waitForNavigation(), other.locator("main button").click()]);
      expect(await errorOf(other)).toBe(refusal);
    },
    120_000,
  );

  it("takes the report back, and a second press of the same form changes nothing", async () => {
    const page = await newPage({ javaScript: false });
    await beginReport(page, url);
    await answerReport(page);
    await goOn(page);
    const { code } = await readReceipt(page);
    await page.goto(`${url}/kasus/${code}`);
    await page.locator("summary", { hasText: "Tarik laporan" }).click();
    const twin = await page.context().newPage();
    await twin.goto(`${url}/kasus/${code}`);
    const fields = Object.fromEntries(
      await page
        .locator("form[action$=withdraw] input[type=hidden]")
        .evaluateAll((inputs) => inputs.map((input) => [input.getAttribute("name"), input.getAttribute("value")])),
    ) as Record<string, string>;
    const press = () =>
      page.request.post(`${url}/kasus/${code}/withdraw`, { form: fields, maxRedirects: 0, headers: { origin: url } });
    const answers = await Promise.all([press(), press()]);
    expect(answers.map((answer) => answer.status())).toEqual([303, 303]);
    expect((await press()).status()).toBe(303);
    await page.reload();
    expect(await textOf(page.locator(".tag").first())).toBe("Ditarik");
    expect(await page.locator(".trail").getByText("Ditarik oleh pelapor").count()).toBe(1);
    await expectNoAxeViolations(page);

    // The tab that still shows the old state is told, and sees the new one.
    await twin.locator("summary", { hasText: "Tarik laporan" }).click();
    await Promise.all([twin.waitForNavigation(), twin.locator("form[action$=withdraw] button").click()]);
    expect(await textOf(twin.locator("main [role=status]").first())).not.toBe("");
    expect(await textOf(twin.locator(".tag").first())).toBe("Ditarik");
    await twin.close();
  });

  it("sees a change in an open page without loading it again", async () => {
    const page = await newPage();
    await beginReport(page, url);
    await answerReport(page);
    await goOn(page);
    const { code } = await readReceipt(page);
    await page.goto(`${url}/kasus/${code}`);
    await page.waitForResponse((response) => response.url().endsWith("/langsung"), { timeout: 5_000 }).catch(() => {});
    const other = await page.context().newPage();
    await other.goto(`${url}/kasus/${code}`);
    await other.locator("summary", { hasText: "Tarik laporan" }).click();
    await other.locator("form[action$=withdraw] button").click();
    await page.locator(".tag", { hasText: "Ditarik" }).waitFor();
    await other.close();
  });
});

describe("sending", () => {
  it("from two tabs at once, and again afterwards, makes one case", async () => {
    const page = await newPage({ javaScript: false });
    await beginReport(page, url);
    await answerReport(page);
    const review = page.url();
    const tabs = await Promise.all([1, 2].map(() => page.context().newPage()));
    await Promise.all(tabs.map((tab) => tab.goto(review)));
    await Promise.all([page, ...tabs.slice(0, 1)].map(goOn));
    const receipts = [page, ...tabs.slice(0, 1)];
    const [first, second] = await Promise.all(receipts.map(readReceipt));
    expect(second).toEqual(first);
    // The third tab still has the token of the session before.
    const [, third] = tabs;
    if (third === undefined) throw new Error("no third tab");
    await goOn(third);
    expect(await readReceipt(third)).toEqual(first);
    // Back, as the browser does it, leads to the receipt too.
    await third.goto(review);
    expect(new URL(third.url()).pathname).toMatch(/^\/terima\//);
    await third.goto(review.replace("periksa", "what"));
    expect(await readReceipt(third)).toEqual(first);
    await Promise.all(tabs.map((tab) => tab.close()));
  });

  it("shows the receipt again when the answer with the new session was lost on the way", async () => {
    const page = await newPage({ javaScript: false });
    await beginReport(page, url);
    await answerReport(page);
    const before = await page.context().cookies();
    await goOn(page);
    const receipt = page.url();
    const first = await readReceipt(page);
    const fresh = await newPage({ javaScript: false });
    await fresh.context().addCookies(before);
    await fresh.goto(receipt);
    // The new session has been here, so the old one has nothing left to show.
    expect(await fresh.locator(".slip").count()).toBe(0);

    const lost = await newPage({ javaScript: false });
    await beginReport(lost, url);
    await answerReport(lost);
    const token = await lost.locator("input[name=_csrf]").first().inputValue();
    const cookie = (await lost.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const send = () =>
      fetch(lost.url().replace("periksa", "kirim"), {
        method: "POST",
        redirect: "manual",
        headers: { cookie, "content-type": "application/x-www-form-urlencoded", origin: url },
        body: new URLSearchParams({ _csrf: token }),
      });
    const [sent, again] = [await send(), await send()];
    expect([sent.status, again.status]).toEqual([303, 303]);
    await lost.goto(new URL(sent.headers.get("location") ?? "", url).href);
    const kept = await readReceipt(lost);
    expect(kept.pin).toMatch(/^\d{3} \d{3} \d{4}$/);
    expect(kept.code).not.toBe(first.code);
    await lost.goto(`${url}/kasus/${kept.code}`);
    expect(await textOf(lost.locator("h1"))).toMatch(/Jalan rusak/);
  });
});
