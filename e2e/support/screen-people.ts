import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { demoOfficers, demoPassword, demoResidents } from "../../src/demo/people.ts";
import { projectRoot } from "../../src/kernel/config/index.ts";
import type { UploadedFile } from "./report.ts";

/** A picture of the demo, as a file to choose. */
export function demoPicture(name: string): UploadedFile {
  return {
    name: `${name}.jpg`,
    mimeType: "image/jpeg",
    buffer: readFileSync(join(projectRoot, "data/demo", `${name}.jpg`)),
  };
}

/** Presses a button or a link, and waits for the page that comes. */
export async function press(page: Page, role: "button" | "link", name: string | RegExp): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.getByRole(role, { name }).first().click()]);
}

/** Fills the phone number and goes to the page that asks for the code. */
export async function askForCode(page: Page, url: string, key: string): Promise<void> {
  const phone = demoResidents.find((known) => known.key === key)?.phone;
  if (phone === undefined) throw new Error(`no resident ${key} in the demo`);
  await page.goto(`${url}/masuk`);
  await page.locator("input[name=phone]").fill(phone);
  await press(page, "button", "Kirim kode");
}

/** Signs a resident in with the code of the demo's message box. */
export async function signInResident(page: Page, url: string, key: string): Promise<void> {
  await askForCode(page, url, key);
  await enterCode(page, url, demoResidents.find((known) => known.key === key)?.phone ?? "");
}

/** Signs an officer in, to the console. */
export async function signInOfficer(page: Page, url: string, key: string): Promise<void> {
  const contact = demoOfficers.find(({ account }) => account.key === key)?.account.contact.value;
  if (contact === undefined) throw new Error(`no officer ${key} in the demo`);
  await page.goto(`${url}/masuk/petugas`);
  await page.locator("input[name=username]").fill(key);
  await page.locator("input[name=password]").fill(demoPassword);
  await press(page, "button", "Lanjut");
  await enterCode(page, url, contact);
}

async function enterCode(page: Page, url: string, recipient: string): Promise<void> {
  const box = await page.request.get(`${url}/demo/pesan.json?untuk=${encodeURIComponent(recipient)}`);
  const [newest] = (await box.json()) as { text: string }[];
  const code = /\b\d{6}\b/.exec(newest?.text ?? "")?.[0];
  if (code === undefined) throw new Error("no code in the message box");
  await page.locator("input[name=code]").fill(code);
  await press(page, "button", "Masuk");
}
