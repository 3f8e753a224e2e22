import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { expectNoAxeViolations, openPage, type PageOptions } from "./support/browser.ts";
import { closingPages } from "./support/closing-pages.ts";
import { answerReport, beginReport, goOn, readReceipt, roadPhoto, textOf } from "./support/report.ts";
import { press, signInOfficer } from "./support/screen-people.ts";
import { sharedServer } from "./support/shared-server.ts";

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

let url: string;
const newPage = closingPages();
/** Codes go out once a minute: each officer signs in once, and keeps the session. */
const sessions = new Map<string, Promise<Cookies>>();

beforeAll(async () => {
  url = (await sharedServer()).url;
}, 240_000);

/** A page of an officer who is signed in. */
async function deskOf(officer: string, options: PageOptions = { width: 1280 }): Promise<Page> {
  const session = sessions.get(officer) ?? signIn(officer);
  sessions.set(officer, session);
  const page = await newPage(options);
  await page.context().addCookies(await session);
  return page;
}

async function signIn(officer: string): Promise<Cookies> {
  const { page, context, close } = await openPage({ width: 1280 });
  await signInOfficer(page, url, officer);
  expect(new URL(page.url()).pathname).toMatch(/^\/konsol/);
  const cookies = await context.cookies();
  await close();
  return cookies;
}

/** A guest's report of a broken road at Keputran: its code, and the guest's own page. */
async function report(landmark: string): Promise<{ readonly code: string; readonly page: Page }> {
  const page = await newPage();
  await beginReport(page, url);
  await answerReport(page, { landmark, photos: [await roadPhoto()] });
  await goOn(page);
  const { code } = await readReceipt(page);
  return { code, page };
}

/** The same without the pages of the form: by the interface for programs, as an app would. Gives its code. */
async function sentReport(landmark: string, contact?: string): Promise<string> {
  const answer = await fetch(`${url}/api/services/reports.report/cases`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
    body: JSON.stringify({
      answers: {
        kind: "complaint",
        category: "road-damage",
        what: "Lubang besar di jalur kiri. Sudah dua motor jatuh.",
        where: { region: "35.78.05.1004", landmark },
        visibility: "name-hidden",
        ...(contact === undefined ? {} : { contact }),
      },
    }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { code: string }).code.replaceAll("-", "");
}

async function look(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
}

/** Runs in the browser: all of it is within what the window and every scrolling frame show. */
function isInSight(element: Element): boolean {
  const box = element.getBoundingClientRect();
  const frame = element.closest(".pane")?.getBoundingClientRect();
  const bottom = Math.min(innerHeight, frame?.bottom ?? innerHeight);
  return box.top >= Math.max(0, frame?.top ?? 0) && box.bottom <= bottom;
}

const pane = (page: Page) => page.locator(".pane");
const send = (page: Page) => Promise.all([page.waitForNavigation(), page.locator("#tindakan > button").last().click()]);

describe.each([
  { width: 1280, javaScript: true },
  { width: 768, javaScript: false },
  { width: 360, javaScript: true },
  { width: 360, javaScript: false },
] as const)("at $width px, JavaScript $javaScript", (options) => {
  it("a report is taken, asked back, done with an after-photo, and checked by somebody else", async () => {
    const guest = await report(`Jl. Dinoyo ${options.width} ${options.javaScript}`);
    const desk = await deskOf("budi", options);
    await desk.goto(`${url}/konsol`);
    await look(desk);
    await desk.getByRole("searchbox").fill(guest.code);
    await press(desk, "button", "Saring");
    expect(await desk.locator("[data-row]").count()).toBe(1);
    await Promise.all([desk.waitForNavigation(), desk.locator("[data-row]").click()]);
    await look(desk);
    expect(await textOf(pane(desk))).toContain("Sudah dua motor jatuh");
    expect(await textOf(pane(desk).locator(".tag").first())).toMatch(/Sisa/);
    await (options.javaScript && options.width === 1280
      ? Promise.all([desk.waitForNavigation(), desk.keyboard.press("a")])
      : press(desk, "button", "Ambil"));
    expect(await textOf(pane(desk).locator("[role=status]"))).toContain("Tercatat");
    await look(desk);

    await press(desk, "link", "Tanya warga");
    // An empty question: the fault is said in words that fit an officer, and with JavaScript its field is at hand.
    await send(desk);
    expect(await textOf(pane(desk).locator(".err").first())).toContain("Bagian ini belum diisi.");
    if (options.javaScript) {
      await expect.poll(() => desk.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("question");
      expect(await desk.getByLabel("Apa yang ingin Anda tanyakan?").evaluate(isInSight)).toBe(true);
    }
    await look(desk);
    await desk.getByLabel("Apa yang ingin Anda tanyakan?").fill("Sebelah mana persisnya?");
    await send(desk);
    expect(await textOf(pane(desk))).toContain("Sekarang giliran warga.");
    await look(desk);
    await guest.page.goto(`${url}/kasus/${guest.code}`);
    await guest.page.getByLabel("Jawaban Anda").fill("Dekat gerbang sekolah.");
    await press(guest.page, "button", "Kirim jawaban");

    await desk.goto(`${url}/konsol/kasus/${guest.code}`);
    expect(await textOf(pane(desk))).toContain("Dekat gerbang sekolah.");
    // Too short a note, and something that is no photo: the words stay, both faults are said.
    await desk.getByLabel("Apa yang sudah dikerjakan?").fill("Beres");
    await desk
      .locator("[type=file]")
      .setInputFiles({ name: "catatan.txt", mimeType: "text/plain", buffer: Buffer.from("bukan foto") });
    await send(desk);
    expect(await desk.getByLabel("Apa yang sudah dikerjakan?").inputValue()).toBe("Beres");
    expect(await desk.locator(".err").count()).toBe(2);
    await look(desk);
    await desk.getByLabel("Apa yang sudah dikerjakan?").fill("Lubang sudah ditambal rata.");
    await desk.locator("[type=file]").setInputFiles([await roadPhoto("sesudah.jpg")]);
    await send(desk);
    expect(await textOf(pane(desk))).toContain("Sekarang giliran: Pemeriksa hasil.");
    expect(await pane(desk).locator("figure img").count()).toBe(2);
    expect(await pane(desk).getByRole("link", { name: "Sudah beres" }).count()).toBe(0);
    await look(desk);

    const checker = await deskOf("dewi", options);
    await checker.goto(`${url}/konsol?giliran=saya`);
    await look(checker);
    await Promise.all([checker.waitForNavigation(), checker.locator(`#k-${guest.code}`).click()]);
    await checker.getByLabel(/Catatan pemeriksaan/).fill("Sudah rata.");
    await send(checker);
    expect(await textOf(pane(checker).locator("[role=status]"))).toContain("Tercatat");
    await look(checker);
    await guest.page.goto(`${url}/kasus/${guest.code}`);
    expect(await textOf(guest.page.locator("main"))).toContain("Lubang sudah ditambal rata.");
  }, 180_000);
});

describe("the desk", () => {
  it("tells two officers who press at the same time, and shows the second one how it stands", async () => {
    const code = await sentReport("Jl. Dua Petugas");
    const [first, second] = [await deskOf("budi"), await deskOf("sri", { width: 1280, javaScript: false })];
    await Promise.all([first, second].map((page) => page.goto(`${url}/konsol/kasus/${code}`)));
    await press(first, "button", "Ambil");
    await press(second, "button", "Ambil");
    expect(await textOf(pane(second).locator(".note.bad"))).toBe(
      "Langkah ini sudah tidak bisa dilakukan. Keadaan kasus sudah berubah.",
    );
    expect(await textOf(pane(second))).toContain("Dikerjakan");
    await look(second);
    // Words written for a state that is over come back to be copied.
    const [third, fourth] = [await deskOf("budi"), await deskOf("sri", { width: 1280, javaScript: false })];
    await Promise.all([third, fourth].map((page) => page.goto(`${url}/konsol/kasus/${code}/answer`)));
    for (const [page, words] of [
      [third, "Sudah kami catat untuk pekan depan."],
      [fourth, "Akan kami kerjakan Senin pagi."],
    ] as const) {
      await page.getByLabel("Jawaban untuk warga").fill(words);
      await send(page);
    }
    expect(await textOf(pane(fourth).locator("blockquote"))).toBe("Akan kami kerjakan Senin pagi.");
    await look(fourth);
  }, 120_000);

  it.each([1280, 768] as const)(
    "cuts no word and lets none run out of its box at %d px, with a case open",
    async (width) => {
      const code = await sentReport(`Jl. Lebar ${width}`);
      const desk = await deskOf("budi", { width, javaScript: true });
      await desk.goto(`${url}/konsol/kasus/${code}`);
      await look(desk);
      for (const name of ["h1", "#layanan", ".tools .link > span"])
        expect(
          await desk.locator(name).evaluate((element) => element.getBoundingClientRect().width),
          name,
        ).toBeGreaterThan(20);
      const cut = await desk.evaluate(() =>
        [...document.querySelectorAll(".rail a > span:not(.zero), .tbl .tag")]
          .filter(
            (each) =>
              each.getBoundingClientRect().width > 2 &&
              each.scrollWidth > each.clientWidth + 1 &&
              getComputedStyle(each).display !== "inline",
          )
          .map((each) => each.textContent),
      );
      expect(cut).toEqual([]);
      // Where words stand below the symbols, a badge for nothing would only shout.
      if (width === 768)
        expect(
          await desk
            .locator(".rail .zero")
            .first()
            .evaluate((zero) => getComputedStyle(zero).clipPath),
        ).not.toBe("none");
      expect(
        await desk
          .locator(".rail a[href='/konsol?giliran=saya'] > span:not(.num)")
          .evaluate((word) => word.clientWidth),
      ).toBeGreaterThan(20);
    },
    120_000,
  );

  it("says that nothing is late where nothing is", async () => {
    const desk = await deskOf("tuti");
    await desk.goto(`${url}/konsol?terlambat=ya`);
    await look(desk);
    expect(await textOf(desk.locator(".inbox"))).toMatch(/Tidak ada yang terlambat/);
    expect(await textOf(desk.locator(".inbox"))).not.toContain("Tidak ada yang cocok");
  }, 120_000);

  it("shows a new report in the open list without loading it again", async () => {
    const desk = await deskOf("sri");
    await desk.goto(`${url}/konsol`);
    const code = await sentReport("Jl. Baru Masuk");
    await desk.locator(`#k-${code}`).waitFor();
  }, 120_000);

  it("shows one that came after the list was drawn and before its stream was open", async () => {
    const desk = await deskOf("sri");
    let open: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      open = resolve;
    });
    await desk.route(/\/konsol\/langsung/, async (route) => {
      await held;
      await route.continue();
    });
    await desk.goto(`${url}/konsol`);
    const code = await sentReport("Jl. Di Antara");
    // Whoever listens by then is told.
    const other = await deskOf("sri");
    await other.goto(`${url}/konsol`);
    await other.locator(`#k-${code}`).waitFor();
    await desk.waitForTimeout(1_000);
    expect(await desk.locator(`#k-${code}`).count()).toBe(0);
    open();
    await desk.locator(`#k-${code}`).waitFor();
  }, 120_000);

  it("works by keyboard", async () => {
    const code = await sentReport("Jl. Papan Ketik");
    const desk = await deskOf("sri");
    await desk.goto(`${url}/konsol?q=${code}`);
    await desk.keyboard.press("/");
    expect(await desk.evaluate(() => document.activeElement?.getAttribute("type"))).toBe("search");
    await desk.keyboard.press("Tab");
    await desk.locator("h1").click();
    await desk.keyboard.press("j");
    expect(await desk.evaluate(() => document.activeElement?.id)).toBe(`k-${code}`);
    await Promise.all([desk.waitForNavigation(), desk.keyboard.press("Enter")]);
    expect(new URL(desk.url()).pathname).toBe(`/konsol/kasus/${code}`);
    await Promise.all([desk.waitForNavigation(), desk.keyboard.press("t")]);
    expect(new URL(desk.url()).pathname).toBe(`/konsol/kasus/${code}/transfer`);
    await desk.keyboard.press("?");
    expect(await desk.locator("dialog").isVisible()).toBe(true);
    await look(desk);
    await desk.keyboard.press("Escape");
    await Promise.all([desk.waitForNavigation(), desk.keyboard.press("Escape")]);
    expect(new URL(desk.url()).pathname).toBe("/konsol");
  }, 120_000);

  it("hands a case over, and no longer shows it", async () => {
    const code = await sentReport("Jl. Bukan Kami");
    const desk = await deskOf("sri", { width: 1280, javaScript: false });
    await desk.goto(`${url}/konsol/kasus/${code}/transfer`);
    await desk.locator("label.pick", { hasText: "Dinas Perhubungan" }).click();
    await desk.getByLabel("Apa alasannya?").fill("Ini lampu, bukan jalan yang rusak.");
    await send(desk);
    expect(await textOf(desk.locator("main [role=status]"))).toContain("sudah dikirim ke kantor lain");
    expect((await desk.goto(`${url}/konsol/kasus/${code}`))?.status()).toBe(404);
  }, 120_000);

  it("opens personal answers once, and the auditor sees that it did", async () => {
    const code = await sentReport("Jl. Nomor Rahasia", "0812-9000-4321");
    const desk = await deskOf("sri", { width: 1280, javaScript: false });
    await desk.goto(`${url}/konsol/kasus/${code}`);
    expect(await desk.content()).not.toContain("4321");
    await press(desk, "button", /Lihat data pribadi/);
    expect(await textOf(desk.locator("#pribadi"))).toContain("0812-9000-4321");
    await look(desk);
    await desk.goto(`${url}/konsol/kasus/${code}`);
    expect(await desk.content()).not.toContain("4321");

    const auditor = await deskOf("nina");
    await auditor.goto(`${url}/konsol/akses`);
    await look(auditor);
    const line = auditor.locator("tbody tr").first();
    expect(await textOf(line)).toMatch(/Sri Handayani[\s\S]*Jawaban pribadi dalam kasus/);
    expect(await textOf(line)).toContain(code.slice(0, 4));
    await auditor.goto(`${url}/konsol/kasus/${code}`);
    expect(await auditor.getByRole("button", { name: /Lihat data pribadi/ }).count()).toBe(0);
    await look(auditor);
  }, 120_000);

  it("gives the head of the city what is late, per office", async () => {
    const desk = await deskOf("arif");
    await desk.goto(`${url}/konsol/terlambat`);
    await look(desk);
    expect((await textOf(desk.locator("main"))).match(/belum ditutup/gi)?.length).toBeGreaterThanOrEqual(2);
    expect(await textOf(desk.locator("main"))).toMatch(
      /Dinas Perhubungan · 1[\s\S]*Jl. Kedungdoro 88[\s\S]*Joko Prasetyo/,
    );
    await desk.goto(`${url}/konsol?terlambat=ya`);
    await look(desk);
    expect(await textOf(desk.locator("[data-row]").first())).toContain("Jl. Kedungdoro 88");
  }, 120_000);

  it("gives the rows as a file, and writes down that it did", async () => {
    const desk = await deskOf("budi");
    await desk.goto(`${url}/konsol`);
    const [download] = await Promise.all([
      desk.waitForEvent("download"),
      desk.getByRole("link", { name: "Unduh CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^balai-\d{4}-\d\d-\d\d\.csv$/);
    const file = await desk.request.get(`${url}/konsol/ekspor.csv`);
    const [head = "", ...rows] = (await file.text()).trimEnd().split("\r\n");
    expect(head).toMatch(/^code,service,state,office,region,/);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.every((row) => row.includes("Dinas Sumber Daya Air dan Bina Marga"))).toBe(true);
  }, 120_000);

  it("gives the operator the state of the installation, and no case", async () => {
    const desk = await deskOf("operator");
    await desk.goto(`${url}/konsol`);
    expect(new URL(desk.url()).pathname).toBe("/konsol/operasi");
    await look(desk);
    expect(await textOf(desk.locator("main"))).toMatch(/reports\.report v\d+[\s\S]*cases\.watch/);
    await desk.goto(`${url}/konsol/kabar`);
    await look(desk);
    expect((await desk.goto(`${url}/konsol/terlambat`))?.status()).toBe(403);
  }, 120_000);

  it("fits on a phone: the case instead of the list", async () => {
    const desk = await deskOf("dewi", { width: 360 });
    await desk.goto(`${url}/konsol`);
    await look(desk);
    await Promise.all([desk.waitForNavigation(), desk.locator("[data-row]").first().click()]);
    await look(desk);
    expect(await desk.locator(".inbox").isVisible()).toBe(false);
    await press(desk, "link", "Kembali ke daftar");
    expect(await desk.locator(".inbox").isVisible()).toBe(true);
  }, 120_000);
});
