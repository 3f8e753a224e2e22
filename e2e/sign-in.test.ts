import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { reach } from "../test/support/reach.ts";
import { codeFor as newestCode } from "../test/support/visitor.ts";
import { expectNoAxeViolations } from "./support/browser.ts";
import { closingPages } from "./support/closing-pages.ts";
import { sharedServer } from "./support/shared-server.ts";

let url: string;
const newPage = closingPages();
let phones = 0;
/** A number that nobody has used on the shared server: codes for one number come 30 s apart. */
const newPhone = (): string => {
  phones += 1;
  return `0813-${String(process.pid % 10_000).padStart(4, "0")}-${String(phones).padStart(4, "0")}`;
};

beforeAll(async () => {
  url = (await sharedServer()).url;
}, 240_000);

const hall = reach(() => url);
const codeFor = (recipient: string) => newestCode(hall, recipient);

async function press(page: Page, name: string): Promise<void> {
  await Promise.all([
    page.waitForNavigation(),
    page.locator("main").getByRole("button", { name, exact: true }).click(),
  ]);
}

/** As a person looks at it: nothing for axe to find, nothing cut off at the side. */
async function look(page: Page): Promise<void> {
  await expectNoAxeViolations(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
}

async function signIn(page: Page, phone: string): Promise<void> {
  await page.goto(`${url}/masuk`);
  await page.getByLabel("Berapa nomor HP Anda?").fill(phone);
  await press(page, "Kirim kode");
  await page.getByLabel("Masukkan 6 angka").fill(await codeFor(phone));
  await press(page, "Masuk");
}

const pathOf = (page: Page): string => new URL(page.url()).pathname;

describe("a resident on a phone", () => {
  it.each([true, false])(
    "signs in by number and code, JavaScript %s",
    async (javaScript) => {
      const page = await newPage({ javaScript });
      const phone = newPhone();
      await page.goto(`${url}/saya/perangkat`);
      expect(pathOf(page)).toBe("/masuk");
      await look(page);
      await page.getByLabel("Berapa nomor HP Anda?").fill("0812");
      await press(page, "Kirim kode");
      await look(page);
      expect(await page.getByLabel("Berapa nomor HP Anda?").inputValue()).toBe("0812");
      await page.getByLabel("Berapa nomor HP Anda?").fill(phone);
      await press(page, "Kirim kode");
      await look(page);
      // The page survives being loaded again: phones forget it while the message is read.
      await page.reload();
      const again = page.getByRole("button", { name: /Kirim lagi/ });
      expect(await again.isDisabled()).toBe(javaScript);
      if (javaScript) expect(await again.textContent()).toMatch(/Kirim lagi \(\d+ detik\)/);

      // The demo's message box is one press away, and so is the way back.
      await Promise.all([
        page.waitForNavigation(),
        page.getByRole("link", { name: "Lihat kode di kotak pesan" }).click(),
      ]);
      await look(page);
      await Promise.all([
        page.waitForNavigation(),
        page.getByRole("link", { name: "Kembali memasukkan kode" }).click(),
      ]);
      const code = await codeFor(phone);
      await page.getByLabel("Masukkan 6 angka").fill(code === "000000" ? "000001" : "000000");
      await press(page, "Masuk");
      await look(page);
      expect(await page.locator(".err").first().textContent()).toContain("3 kali lagi");
      if (javaScript) expect(await page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("alert");
      await page.getByLabel("Masukkan 6 angka").fill(`${code.slice(0, 3)} ${code.slice(3)}`);
      await press(page, "Masuk");
      expect(pathOf(page)).toBe("/saya/perangkat");
      await look(page);

      await page.goto(`${url}/keluar`);
      await look(page);
      await page.getByText("Orang lain juga memakai perangkat ini").click();
      await press(page, "Keluar");
      expect(await page.getByRole("status").textContent()).toContain("Anda sudah keluar");
      await page.goto(`${url}/saya`);
      expect(pathOf(page)).toBe("/masuk");
    },
    120_000,
  );

  it.each([
    [360, true],
    [360, false],
    [1280, true],
  ] as const)(
    "sees and mends what Balai holds, %s px, JavaScript %s",
    async (width, javaScript) => {
      const page = await newPage({ width, javaScript });
      const phone = newPhone();
      await signIn(page, phone);
      expect(pathOf(page)).toBe("/saya");
      await look(page);
      expect(await page.getByText("Belum ada yang melihat").count()).toBe(1);
      await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "Ganti nama" }).click()]);
      await look(page);
      await page.getByLabel("Siapa nama Anda?").fill("Ibu Kartini");
      await press(page, "Simpan nama");
      expect(await page.locator("dl").first().textContent()).toContain("Ibu Kartini");
      for (const path of ["/saya/akses", "/saya/pesan", "/saya/perangkat", "/saya/kuasa", "/saya/hapus"]) {
        await page.goto(`${url}${path}`);
        await look(page);
      }
      await page.goto(`${url}/saya/pilihan`);
      await look(page);
      await page.getByText("WhatsApp", { exact: true }).click();
      await page.getByLabel("Mulai jam").fill("20:30");
      await press(page, "Simpan pilihan");
      await page.goto(`${url}/saya/pilihan`);
      expect(await page.getByLabel("WhatsApp").isChecked()).toBe(true);
      expect(await page.getByLabel("Mulai jam").inputValue()).toBe("20:30");
    },
    120_000,
  );

  it.each([true, false])("lets another act for them, sees it, and takes it back, JavaScript %s", async (javaScript) => {
    const [giver, helper] = [await newPage({ javaScript }), await newPage({ javaScript })];
    const [mine, theirs] = [newPhone(), newPhone()];
    await signIn(giver, mine);
    await signIn(helper, theirs);
    await giver.goto(`${url}/saya/kuasa`);
    await giver.getByLabel("Nomor HP orang itu").fill(theirs);
    const inAWeek = new Date(Date.now() + 7 * 24 * 3600_000).toISOString().slice(0, 10);
    await giver.getByLabel("Berlaku sampai").fill(inAWeek);
    await press(giver, "Beri kuasa");
    await look(giver);
    await helper.goto(`${url}/saya/kuasa`);
    await press(helper, "Bertindak untuknya");
    await look(helper);
    expect(await helper.locator(".note").first().textContent()).toContain("Anda bertindak untuk");
    await press(giver, "Cabut kuasa");
    await helper.reload();
    expect(await helper.getByText("Anda bertindak untuk").count()).toBe(0);
  });

  it.each([true, false])("has the account erased and gets the proof, JavaScript %s", async (javaScript) => {
    const page = await newPage({ javaScript });
    const phone = newPhone();
    await signIn(page, phone);
    await page.goto(`${url}/saya/hapus`);
    await page.getByLabel("Tulis HAPUS untuk meneruskan").fill("ya");
    await press(page, "Hapus akun saya");
    await look(page);
    await page.getByLabel("Tulis HAPUS untuk meneruskan").fill("hapus");
    await press(page, "Hapus akun saya");
    expect(pathOf(page)).toMatch(/^\/saya\/terhapus\//);
    await look(page);
    expect(await page.locator("h1").textContent()).toBe("Akun Anda sudah dihapus");
    await page.goto(`${url}/saya`);
    expect(pathOf(page)).toBe("/masuk");
  });
});

describe("an officer", () => {
  it.each([
    [true, "joko"],
    [false, "agus"],
  ] as const)("signs in by password and code, JavaScript %s", async (javaScript, username) => {
    const page = await newPage({ javaScript });
    await page.goto(`${url}/masuk`);
    await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "Saya petugas" }).click()]);
    await look(page);
    // Everybody whom the README names can be tried from here.
    const named = /\| username [\s\S]*?\n\n/.exec(readFileSync("README.md", "utf8"))?.[0] ?? "";
    const names = named.split("\n").flatMap((line) => (line.split("|")[1] ?? "").match(/(?<=`)[a-z]+(?=`)/g) ?? []);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(await page.locator(`a[href*="sebagai=${name}"]`).count(), name).toBe(1);
    await page.getByLabel("Nama pengguna", { exact: true }).fill(username);
    await page.getByLabel("Kata sandi", { exact: true }).fill("bukan-kata-sandinya");
    await press(page, "Lanjut");
    await look(page);
    expect(await page.getByLabel("Nama pengguna", { exact: true }).inputValue()).toBe(username);
    expect(await page.getByLabel("Kata sandi", { exact: true }).inputValue()).toBe("");
    // Pressing an invented account fills the form.
    await page.goto(`${url}/masuk/petugas?sebagai=${username}`);
    await press(page, "Lanjut");
    await look(page);
    await page.getByLabel("Masukkan 6 angka").fill(await codeFor(`${username}@balai.example`));
    await press(page, "Masuk");
    expect(pathOf(page)).toBe("/konsol");
  });
});
