import type { Page } from "playwright-core";
import { chooseDistrict, goOn } from "./report.ts";
import { demoPicture, press } from "./screen-people.ts";

/** Asks for a residence letter, question by question, up to the page of the new case. */
export async function askForLetter(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/layanan/population.residence-letter`);
  await press(page, "button", "Mulai");
  await page.locator('input[name="fullName.confirm"][value=yes]').check({ force: true });
  await goOn(page);
  await page.locator("input[name=nik]").fill("3578000000000003");
  await goOn(page);
  await chooseDistrict(page, "Tegalsari");
  await page.getByLabel("Kelurahan atau desa", { exact: true }).selectOption({ label: "Keputran" });
  await goOn(page);
  await page.locator("input[name=address]").fill("Jl. Keputran Kejambon 4, RT 2 RW 7");
  await goOn(page);
  await page.locator('input[name="since.day"]').fill("1");
  await page.locator('select[name="since.month"]').selectOption("2");
  await page.locator('input[name="since.year"]').fill("2020");
  await goOn(page);
  await page.locator("input[name=purpose][value=bank]").check({ force: true });
  await goOn(page);
  // Nobody lives with them.
  await goOn(page);
  await page.locator("input[type=file]").setInputFiles([demoPicture("tree-before")]);
  await goOn(page);
  await page.locator("input[name=true]").first().check({ force: true });
  await goOn(page);
  await goOn(page);
}

/** Waits until the letter of the case on this page can be downloaded; without scripts by loading it again. */
export async function waitForLetter(page: Page): Promise<void> {
  for (const deadline = Date.now() + 45_000; Date.now() < deadline; await page.waitForTimeout(1_000)) {
    if ((await page.getByRole("link", { name: "Unduh surat" }).count()) > 0) return;
    await page.reload();
  }
  throw new Error("the letter was not made");
}

/** The address in the QR code: it stands in the file as a link, too. */
export function addressIn(pdf: Buffer): { readonly code: string; readonly text: string } {
  const [, code = "", text = ""] = /\/v\/([0-9A-Z]{12})#([\w.-]+)/.exec(pdf.toString("latin1")) ?? [];
  return { code, text };
}

/** Where the newest letter of whoever is signed in has its page. */
export async function letterHref(page: Page, url: string): Promise<string> {
  await page.goto(`${url}/kasus`);
  return (await page.locator("main a", { hasText: "Surat keterangan domisili" }).first().getAttribute("href")) ?? "";
}
