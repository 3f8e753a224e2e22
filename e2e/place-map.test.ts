import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { expectNoAxeViolations, type PageOptions } from "./support/browser.ts";
import { closingPages } from "./support/closing-pages.ts";
import { answerReport, beginReport, chooseDistrict, goOn, textOf } from "./support/report.ts";
import { sharedServer } from "./support/shared-server.ts";

let url: string;
const newPage = closingPages();

beforeAll(async () => {
  url = (await sharedServer()).url;
}, 240_000);

/** The page that asks where, and every address it has asked for. */
async function askedWhere(options: PageOptions): Promise<{ readonly page: Page; readonly asked: readonly string[] }> {
  const page = await newPage(options);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await beginReport(page, url);
  await answerReport(page, {}, "where");
  return { page, asked };
}

async function look(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
}

const said = (page: Page) => textOf(page.locator("#peta-kata"));
const field = (page: Page, name: string) => page.locator(`[name="${name}"]`).inputValue();
const press = (page: Page, name: string) =>
  Promise.all([page.waitForNavigation(), page.getByRole("button", { name }).click()]);

/** Taps the map at shares of its width and height, and waits for what the server says. */
async function tap(page: Page, javaScript: boolean, x: number, y: number): Promise<void> {
  const map = page.locator(".canvas input:visible");
  const box = await map.boundingBox();
  if (box === null) throw new Error("no map is shown");
  const click = map.click({ position: { x: box.width * x, y: box.height * y } });
  await Promise.all([javaScript ? answered(page) : page.waitForNavigation(), click]);
}

/** Waits until the answer to what was pressed stands in the page. */
async function answered(page: Page): Promise<void> {
  await page.waitForResponse((response) => response.request().method() === "POST");
  await page.waitForFunction(() => document.querySelector("#peta")?.getAttribute("aria-busy") === null);
}

describe("the place of a report, chosen on the map", () => {
  it.each([
    { javaScript: true, width: 360 },
    { javaScript: false, width: 360 },
  ] as const)(
    "at $width px, JavaScript $javaScript: refused in the sea, taken in the city, corrected by list",
    async ({ javaScript, width }) => {
      const { page, asked } = await askedWhere({ javaScript, width });
      expect(await page.locator(".canvas").count()).toBe(0);
      expect(asked.filter((address) => address.includes("place-map"))).toEqual([]);
      await page.getByLabel(/^Dekat apa/).fill("Depan terminal");
      await press(page, "Pilih di peta");
      await look(page);
      expect(await said(page)).toContain("Tekan tempatnya di peta");
      // The upper right corner is the Madura Strait.
      await page.evaluate(() => {
        document.documentElement.dataset["mark"] = "here";
      });
      await tap(page, javaScript, 0.72, 0.04);
      expect(await said(page)).toContain("di laut");
      expect(await field(page, "where.lat")).toBe("");
      await look(page);
      await tap(page, javaScript, 0.55, 0.55);
      expect(await said(page)).toContain("Tempat: Kota Surabaya.");
      expect(Number(await field(page, "where.lat"))).toBeCloseTo(-7.28, 1);
      expect(await page.locator("#peta-pin").isVisible()).toBe(true);
      await look(page);
      // With scripts the page itself was never loaded again.
      expect(await page.evaluate(() => document.documentElement.dataset["mark"])).toBe(javaScript ? "here" : undefined);
      expect(await page.getByLabel(/^Dekat apa/).inputValue()).toBe("Depan terminal");

      await chooseDistrict(page, "Wonokromo");
      // The map stays open while the lists ask for the rest.
      expect(await page.locator(".canvas").count()).toBe(1);
      await page.getByLabel("Kelurahan atau desa", { exact: true }).selectOption({ label: "Sawunggaling" });
      await tap(page, javaScript, 0.5, 0.6);
      expect(await said(page)).toContain("Tempat: Kelurahan Sawunggaling, Wonokromo, Kota Surabaya.");
      const [lat, lng] = [await field(page, "where.lat"), await field(page, "where.lng")];
      await goOn(page);
      expect(new URL(page.url()).pathname).toMatch(/\/photos$/);
      await page.goto(page.url().replace("photos", "where"));
      expect([await field(page, "where.lat"), await field(page, "where.lng")]).toEqual([lat, lng]);
      expect(await textOf(page.locator("summary", { hasText: "Titik koordinat" }))).toContain(lat);
      // Nothing came from another server.
      expect([...new Set(asked.map((address) => new URL(address).origin))]).toEqual([new URL(url).origin]);
    },
    120_000,
  );

  it("by keyboard: arrows move the pin without loading the page, Enter keeps it", async () => {
    const { page } = await askedWhere({ width: 1280 });
    await press(page, "Pilih di peta");
    await page.locator(".canvas input:visible").focus();
    await Promise.all([answered(page), page.keyboard.press("Enter")]);
    expect(await page.getByRole("button", { name: "Hapus titik" }).count()).toBe(1);
    const before = Number(await field(page, "where.lng"));
    for (let times = 0; times < 5; times += 1) await page.keyboard.press("ArrowRight");
    await answered(page);
    expect(Number(await field(page, "where.lng"))).toBeGreaterThan(before + 0.01);
    expect(await said(page)).toContain("Tempat: Kota Surabaya.");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("type"))).toBe("image");
    await look(page);
  }, 60_000);

  it("without scripts by buttons: the pin moves, and can be removed", async () => {
    const { page } = await askedWhere({ javaScript: false });
    await press(page, "Pilih di peta");
    expect(await page.getByRole("button", { name: "Hapus titik" }).count()).toBe(0);
    await press(page, "Geser titik ke selatan");
    const first = Number(await field(page, "where.lat"));
    await press(page, "Geser titik ke selatan");
    expect(Number(await field(page, "where.lat"))).toBeLessThan(first);
    await look(page);
    await press(page, "Hapus titik");
    expect(await field(page, "where.lat")).toBe("");
    expect(await page.getByRole("button", { name: "Hapus titik" }).count()).toBe(0);
    await press(page, "Tutup peta");
    expect(await page.locator(".canvas").count()).toBe(0);
  }, 60_000);

  it("keeps the pin when the connection breaks, and looks at it later", async () => {
    const { page } = await askedWhere({});
    await press(page, "Pilih di peta");
    await page.context().setOffline(true);
    await page.locator(".canvas input:visible").tap({ position: { x: 170, y: 150 } });
    await page.locator("#peta-kata", { hasText: "Sambungan putus" }).waitFor();
    expect(Number(await field(page, "where.lat"))).toBeLessThan(-7);
    await page.context().setOffline(false);
    await goOn(page);
    expect(await textOf(page.locator("main [role=status]").first())).toMatch(/Kota Surabaya/);
  }, 60_000);
});

describe("the place of a report, chosen by lists", () => {
  it("brings the kelurahan as soon as the kecamatan is chosen, keeps what was written, and takes nothing for an answer yet", async () => {
    const { page } = await askedWhere({});
    const address = page.url();
    const district = page.getByLabel("Kecamatan");
    const villages = page.getByLabel("Kelurahan atau desa", { exact: true });
    await page.getByLabel(/^Dekat apa/).fill("Depan terminal");
    expect(await villages.count()).toBe(0);
    await chooseDistrict(page, "Wonokromo");
    await villages.selectOption({ label: "Sawunggaling" });
    await chooseDistrict(page, "Gubeng");
    expect(await villages.inputValue()).toBe("");
    expect(await villages.locator("option").allTextContents()).toContain("Airlangga");
    await look(page);
    await district.selectOption("");
    expect(await villages.count()).toBe(0);
    await chooseDistrict(page, "Gubeng");
    expect(await page.getByLabel(/^Dekat apa/).inputValue()).toBe("Depan terminal");
    expect(page.url()).toBe(address);
    await villages.selectOption({ label: "Airlangga" });
    await goOn(page);
    expect(new URL(page.url()).pathname).toMatch(/\/photos$/);
  }, 60_000);

  it("takes the errors away with the list they are about", async () => {
    const { page } = await askedWhere({});
    await chooseDistrict(page, "Gubeng");
    await goOn(page);
    expect(await page.locator("[role=alert] li").count()).toBe(1);
    await page.getByLabel("Kecamatan").selectOption("");
    expect(await page.locator("[role=alert]").count()).toBe(0);
  }, 60_000);

  it("lets the browser's Back return to a step that was answered by its map or its error", async () => {
    const { page } = await askedWhere({});
    await press(page, "Pilih di peta");
    await goOn(page);
    await chooseDistrict(page, "Gubeng");
    await page.getByLabel("Kelurahan atau desa", { exact: true }).selectOption({ label: "Airlangga" });
    await goOn(page);
    expect(new URL(page.url()).pathname).toMatch(/\/photos$/);
    await page.goBack();
    expect(await textOf(page.locator("h1"))).toContain("Di mana tempatnya?");
    expect(await page.getByLabel("Kecamatan").inputValue()).toBe("35.78.08");
  }, 60_000);

  it("without a connection stays usable: the list comes by “Lanjut” when it is back", async () => {
    const { page } = await askedWhere({});
    await page.context().setOffline(true);
    await page.getByLabel("Kecamatan").selectOption({ label: "Gubeng" });
    await page.locator("[data-regions]:not([aria-busy])").waitFor();
    expect(await page.getByLabel("Kecamatan").inputValue()).not.toBe("");
    await page.context().setOffline(false);
    await goOn(page);
    await page.getByLabel("Kelurahan atau desa", { exact: true }).selectOption({ label: "Airlangga" });
    await goOn(page);
    expect(new URL(page.url()).pathname).toMatch(/\/photos$/);
  }, 60_000);
});
