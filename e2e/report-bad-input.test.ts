import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { expectNoAxeViolations } from "./support/browser.ts";
import { closingPages } from "./support/closing-pages.ts";
import { answerReport, beginReport, chooseDistrict, goOn, roadPhoto, textOf } from "./support/report.ts";
import { sharedServer } from "./support/shared-server.ts";

let url: string;
const newPage = closingPages();

beforeAll(async () => {
  url = (await sharedServer()).url;
}, 240_000);

async function errorOf(page: Page): Promise<string> {
  return textOf(page.locator(".err").first());
}

describe("what a page forgives", () => {
  it("refuses a PDF that calls itself a photo, and keeps the good one", async () => {
    const page = await newPage({ javaScript: false });
    await beginReport(page, url);
    await answerReport(page, {}, "photos");
    const pdf = { name: "surat.jpg", mimeType: "image/jpeg", buffer: Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n") };
    await page.locator("input[type=file]").setInputFiles([await roadPhoto(), pdf]);
    await goOn(page);
    expect(await errorOf(page)).toMatch(/bukan foto/);
    await expectNoAxeViolations(page);
    expect(await page.locator("ul.rows img").count()).toBe(1);
    const preview = await page.locator("ul.rows img").getAttribute("src");
    expect((await page.request.get(url + preview)).headers()["content-type"]).toMatch(/^image\//);
    const stranger = await newPage({ javaScript: false });
    expect((await stranger.request.get(url + preview)).status()).toBe(404);
    await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Hapus foto 1" }).click()]);
    expect(await page.locator("ul.rows img").count()).toBe(0);
    await goOn(page);
    expect(page.url()).toMatch(/\/visibility$/);
  });

  it("keeps three photos of an album and says so", async () => {
    const page = await newPage({ javaScript: false });
    await beginReport(page, url);
    await answerReport(page, {}, "photos");
    const album = await Promise.all(Array.from({ length: 5 }, (_, index) => roadPhoto(`foto-${index}.jpg`)));
    await page.locator("input[type=file]").setInputFiles(album);
    await goOn(page);
    expect(await page.locator("ul.rows img").count()).toBe(3);
    expect(await textOf(page.locator("[role=alert]"))).toMatch(/paling banyak 3/);
    await page.goto(page.url());
  });

  it.each([true, false])("a place in the sea, JavaScript %s", async (javaScript) => {
    const page = await newPage({ javaScript, position: { latitude: -6.2, longitude: 113.2 } });
    await beginReport(page, url);
    await answerReport(page, {}, "where");
    if (javaScript) {
      await page.getByRole("button", { name: "Pakai tempat saya sekarang" }).click();
      await page.locator("output", { hasText: "ditemukan" }).waitFor();
    } else {
      await page.locator("summary", { hasText: "koordinat" }).click();
      await page.locator("[name='where.lat']").fill("-6,2");
      await page.locator("[name='where.lng']").fill("113,2");
    }
    await page.getByLabel(/^Dekat apa/).fill("Dermaga");
    await goOn(page);
    expect(await errorOf(page)).toMatch(/di laut/);
    expect(await page.getByLabel(/^Dekat apa/).inputValue()).toBe("Dermaga");
    await expectNoAxeViolations(page);
    // Also when a kelurahan was chosen besides.
    await chooseDistrict(page, "Tegalsari");
    await page.getByLabel("Kelurahan atau desa", { exact: true }).selectOption({ label: "Keputran" });
    await goOn(page);
    expect(await errorOf(page)).toMatch(/di laut/);
  });

  it("a place in another town", async () => {
    const page = await newPage({ position: { latitude: -6.2, longitude: 106.83 } });
    await beginReport(page, url);
    await answerReport(page, {}, "where");
    await page.getByRole("button", { name: "Pakai tempat saya sekarang" }).click();
    await page.locator("output", { hasText: "ditemukan" }).waitFor();
    await goOn(page);
    expect(await errorOf(page)).toMatch(/di luar wilayah layanan/);
  });

  it("takes the place of the phone and asks for the rest, and finds a kelurahan by its name", async () => {
    const page = await newPage({ position: { latitude: -7.2803, longitude: 112.7431 } });
    await beginReport(page, url);
    await answerReport(page, {}, "where");
    await page.getByRole("button", { name: "Pakai tempat saya sekarang" }).click();
    await page.locator("output", { hasText: "ditemukan" }).waitFor();
    await goOn(page);
    expect(await page.locator(".err").count()).toBe(0);
    expect(await textOf(page.locator("main [role=status]").first())).toMatch(/Kota Surabaya/);
    await page.locator("summary", { hasText: "nama kelurahan" }).click();
    await page.getByLabel("Nama kelurahan atau desa").fill("keputeran");
    await page.getByLabel("Nama kelurahan atau desa").press("Enter");
    await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: /^Keputran, Tegalsari/ }).click()]);
    await expectNoAxeViolations(page);
    await goOn(page);
    expect(page.url()).toMatch(/\/photos$/);
  });

  it("10,000 characters, emoji, and text from right to left", async () => {
    const page = await newPage({ javaScript: false });
    await beginReport(page, url);
    await answerReport(page, {}, "what");
    const long = "🚧".repeat(10_000);
    await page.locator("textarea").fill(long);
    await goOn(page);
    expect(await errorOf(page)).toMatch(/Paling banyak 2\.000 huruf\. Tulisan Anda 10\.000 huruf/);
    expect(await page.locator("textarea").inputValue()).toBe(long);
    await page.locator("textarea").fill("Awas \u202E lubang besar");
    await goOn(page);
    expect(await errorOf(page)).toMatch(/arah tulisan/);
    const good = "Lubang besar 🕳️ di depan مدرسة sejak Jumat";
    await page.locator("textarea").fill(good);
    await goOn(page);
    expect(page.url()).toMatch(/\/where$/);
    await page.goto(page.url().replace("where", "what"));
    expect(await page.locator("textarea").inputValue()).toBe(good);
  });

  it("keeps what is half written for later, and asks for the rest before it is sent", async () => {
    const page = await newPage({ javaScript: false });
    await beginReport(page, url);
    await answerReport(page, {}, "what");
    await page.locator("textarea").fill("Lubang");
    await Promise.all([
      page.waitForNavigation(),
      page.getByRole("button", { name: "Simpan, lanjutkan nanti" }).click(),
    ]);
    expect(new URL(page.url()).pathname).toBe("/kasus");
    await expectNoAxeViolations(page);
    await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: /Lapor jalan rusak/ }).click()]);
    await chooseDistrict(page, "Gubeng");
    await page.getByLabel("Kelurahan atau desa", { exact: true }).selectOption({ label: "Airlangga" });
    await goOn(page);
    await goOn(page);
    await page.locator("label.pick", { hasText: "Hanya saya dan petugas" }).click();
    await goOn(page);
    await goOn(page);
    expect(page.url()).toMatch(/\/what/);
    expect(await page.locator("textarea").inputValue()).toBe("Lubang");
    expect(await errorOf(page)).toMatch(/Paling sedikit 10 huruf/);
    await page.locator("textarea").fill("Lubang besar sekali di tengah jalan");
    await goOn(page);
    expect(page.url()).toMatch(/\/periksa$/);
  });

  it("an expired form", async () => {
    const page = await newPage({ javaScript: false });
    await beginReport(page, url);
    await page.locator("label.pick", { hasText: "Keluhan" }).click();
    await page.context().clearCookies();
    const [answer] = await Promise.all([page.waitForNavigation(), page.locator(".acts.stick button").click()]);
    expect(answer?.status()).toBe(410);
    expect(await textOf(page.locator("h1"))).toMatch(/sudah tidak ada/);
    await expectNoAxeViolations(page);
    await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "Mulai lagi" }).click()]);
    expect(new URL(page.url()).pathname).toBe("/layanan");
    for (const path of ["/isi/nonsense", "/isi/01900000-0000-7000-8000-000000000000/periksa"])
      expect((await page.goto(url + path))?.status()).toBe(410);
    expect((await page.goto(`${url}/terima/nonsense`))?.status()).toBe(410);
  });
});
