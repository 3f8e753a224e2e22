import { beforeAll, describe, expect, it } from "vitest";
import { expectNoAxeViolations } from "./support/browser.ts";
import { closingPages } from "./support/closing-pages.ts";
import { goOn, textOf } from "./support/report.ts";
import { press, signInResident } from "./support/screen-people.ts";
import { sharedServer } from "./support/shared-server.ts";

let url: string;
const newPage = closingPages();

beforeAll(async () => {
  url = (await sharedServer()).url;
}, 240_000);

describe("the pages around it", () => {
  it("a service for residents leads a guest to sign in", async () => {
    const page = await newPage({ width: 1280 });
    await page.goto(`${url}/layanan`);
    await expectNoAxeViolations(page);
    const services = (await (await fetch(`${url}/api/services`)).json()) as { services: { id: string; for: string }[] };
    const own = services.services.find((service) => service.for === "resident");
    if (own === undefined) throw new Error("the demo has no service for residents");
    await page.goto(`${url}/layanan/${own.id}`);
    await expectNoAxeViolations(page);
    const link = page.getByRole("link", { name: "Masuk untuk mulai" });
    expect(await link.getAttribute("href")).toBe(`/masuk?kembali=${encodeURIComponent(`/layanan/${own.id}`)}`);
    const answer = await page.request.post(`${url}/layanan/${own.id}/mulai`, {
      maxRedirects: 0,
      headers: { origin: url },
    });
    expect(answer.headers()["location"]).toMatch(/^\/masuk\?kembali=/);
    expect((await page.goto(`${url}/layanan/no.such`))?.status()).toBe(404);
  });

  it("rows stand apart on a phone, and their errors say of which row they are", async () => {
    const page = await newPage({ width: 360, javaScript: false });
    await signInResident(page, url, "slamet");
    await page.goto(`${url}/layanan/population.residence-letter`);
    await press(page, "button", "Mulai");
    await page.goto(page.url().replace(/[^/]+$/, "household"));
    while ((await page.locator("fieldset.card").count()) < 2) await press(page, "button", "Tambah lagi");
    const things = page.locator("#household > :is(.hint, .card, .btn):visible");
    const boxes = await things.evaluateAll((all) =>
      all.map((each) => each.getBoundingClientRect().toJSON() as DOMRect),
    );
    expect(boxes.length).toBe(4);
    for (const [index, box] of boxes.entries())
      if (index > 0) expect(box.top - (boxes[index - 1]?.bottom ?? 0)).toBeGreaterThanOrEqual(12);
    expect(await page.locator("fieldset.card > legend").allTextContents()).toEqual([
      "Anggota keluarga ke-1",
      "Anggota keluarga ke-2",
    ]);
    const legend = await page.locator("fieldset.card > legend").first().boundingBox();
    expect(legend?.y).toBeGreaterThan((boxes[1]?.top ?? 0) + 8);
    await page.getByLabel(/^Nama/).first().fill("Sari");
    await page.getByLabel(/^Nama/).last().fill("Budi");
    await goOn(page);
    const errors = await page.locator("[role=alert] li").allTextContents();
    expect(errors).toEqual(["Anggota keluarga ke-1: Pilih salah satu.", "Anggota keluarga ke-2: Pilih salah satu."]);
    await expectNoAxeViolations(page);
  });

  it.each([360, 1280] as const)("axe finds nothing on the other public pages, %s px", async (width) => {
    const page = await newPage({ width });
    for (const path of [
      "/",
      "/layanan",
      "/layanan?q=tidakada",
      "/layanan/reports.report",
      "/kasus",
      "/lacak",
      "/api",
      "/masalah/gone",
    ]) {
      expect((await page.goto(url + path))?.status()).toBe(200);
      await expectNoAxeViolations(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
    }
    expect((await page.goto(`${url}/masalah/no-such`))?.status()).toBe(404);
  });
});

describe("the interface for programs", () => {
  const answers = {
    kind: "information",
    category: "other",
    what: "Kapan perpustakaan di Balai Pemuda buka lagi?",
    where: { region: "35.78.07.1002" },
    visibility: "private",
  };
  const post = (body: unknown, key: string) =>
    fetch(`${url}/api/services/reports.report/cases`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify(body),
    });

  it("makes one case for a key, however often it is sent", async () => {
    const key = crypto.randomUUID();
    const [first, second] = await Promise.all([post({ answers }, key), post({ answers }, key)]);
    expect([first.status, second.status].sort()).toEqual([200, 201]);
    const made = (await first.json()) as { code: string; pin: string };
    expect(await second.json()).toEqual(made);
    expect(made.pin).toMatch(/^\d{3} \d{3} \d{4}$/);
    const other = await post({ answers: { ...answers, what: "Pertanyaan yang lain sama sekali" } }, key);
    expect(other.status).toBe(422);
    const page = await newPage({ javaScript: false });
    await page.goto(`${url}/lacak?kode=${made.code}`);
    await page.getByLabel("PIN").fill(made.pin);
    await Promise.all([page.waitForNavigation(), page.locator("main button").click()]);
    expect(await textOf(page.locator("h1"))).toMatch(/Lainnya/);
  });

  it("names the field at fault by its pointer, and needs a key", async () => {
    const bad = await post({ answers: { ...answers, where: { region: "99.99" }, odd: 1 } }, crypto.randomUUID());
    expect(bad.status).toBe(422);
    const document = (await bad.json()) as { errors: { field: string; message: string }[] };
    expect(document.errors.map(({ field }) => field)).toEqual(expect.arrayContaining(["/odd", "/where/region"]));
    expect((await post({ answers }, "short")).status).toBe(422);
    expect((await post("nonsense", crypto.randomUUID())).status).toBe(422);
    expect((await post({ answers, version: 99 }, crypto.randomUUID())).status).toBe(404);
  });

  it("gives the schema of the answers", async () => {
    const schema = (await (await fetch(`${url}/api/services/reports.report/schema`)).json()) as {
      required: string[];
      properties: Record<string, unknown>;
    };
    expect(schema.required).toEqual(expect.arrayContaining(["kind", "category", "what", "where", "visibility"]));
    expect(JSON.stringify(schema.properties["category"])).toMatch(/road-damage/);
    expect((await fetch(`${url}/api/services/no.such/schema`)).status).toBe(404);
  });
});
