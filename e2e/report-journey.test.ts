import type { Page } from "playwright-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { expectNoAxeViolations, measureBytes, type OpenPage, openPage, type PageOptions } from "./support/browser.ts";
import { answerReport, beginReport, goOn, readReceipt, roadPhoto, textOf } from "./support/report.ts";
import { sharedServer } from "./support/shared-server.ts";

let url: string;
const open: OpenPage[] = [];

beforeAll(async () => {
  url = (await sharedServer()).url;
}, 240_000);

afterEach(async () => {
  await Promise.all(open.splice(0).map(({ close }) => close()));
});

async function newPage(options: PageOptions = {}): Promise<Page> {
  const opened = await openPage(options);
  open.push(opened);
  return opened.page;
}

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
      expect(pin).toMatch(/^\d{6}$/);
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
      await other.getByLabel("PIN").fill(pin === "000000" ? "000001" : "000000");
      await Promise.all([other.waitForNavigation(), other.locator("main button").click()]);
      const refusal = await errorOf(other);
      await expectNoAxeViolations(other);
      await other.getByLabel("PIN").fill(pin);
      await Promise.all([other.waitForNavigation(), other.locator("main button").click()]);
      expect(new URL(other.url()).pathname).toBe(`/kasus/${code}`);
      // The way to the receipt with the PIN stays with whoever sent it; a code that is nobody's gets the same refusal as a wrong PIN.
      await other.goto(`${url}/lacak?kode=000000000000`);
      await other.getByLabel("Kode", { exact: true }).fill("000000000000");
      await other.getByLabel("PIN").fill("123456");
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
    expect(kept.pin).toMatch(/^\d{6}$/);
    expect(kept.code).not.toBe(first.code);
    await lost.goto(`${url}/kasus/${kept.code}`);
    expect(await textOf(lost.locator("h1"))).toMatch(/Jalan rusak/);
  });
});

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
    await page.getByLabel("Kecamatan").selectOption({ label: "Tegalsari" });
    await goOn(page);
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
    await page.getByLabel("Kecamatan").selectOption({ label: "Gubeng" });
    await goOn(page);
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

  it.each(["/", "/layanan/reports.report"])("%s costs at most 14 kB at the first visit", async (path) => {
    const page = await newPage();
    await page.goto(url + path);
    const { total, received } = await measureBytes(page);
    expect(total, JSON.stringify(received)).toBeLessThanOrEqual(14_000);
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
    expect(made.pin).toMatch(/^\d{6}$/);
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
