import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
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
  await page.goto(`${url}/masuk`);
  await page.locator("input[name=phone]").fill(phoneOf(key));
  await press(page, "button", "Kirim kode");
}

/** Signs a resident in with the code of the demo's message box. */
export async function signInResident(page: Page, url: string, key: string): Promise<void> {
  const before = await codesFor(page, url, phoneOf(key));
  await askForCode(page, url, key);
  await enterCode(page, url, phoneOf(key), before.length);
}

/** Signs an officer in, to the console. */
export async function signInOfficer(page: Page, url: string, key: string): Promise<void> {
  const contact = demoOfficers.find(({ account }) => account.key === key)?.account.contact.value;
  if (contact === undefined) throw new Error(`no officer ${key} in the demo`);
  const before = await codesFor(page, url, contact);
  await page.goto(`${url}/masuk/petugas`);
  // A code comes once in half a minute; who signs in again at the other width waits for that.
  for (const deadline = Date.now() + 45_000; !page.url().endsWith("/kode"); await setTimeout(3_000)) {
    if (Date.now() > deadline) throw new Error(`${key} may not sign in`);
    await page.locator("input[name=username]").fill(key);
    await page.locator("input[name=password]").fill(demoPassword);
    await press(page, "button", "Lanjut");
  }
  await enterCode(page, url, contact, before.length);
}

function phoneOf(key: string): string {
  const phone = demoResidents.find((known) => known.key === key)?.phone;
  if (phone === undefined) throw new Error(`no resident ${key} in the demo`);
  return phone;
}

/** Codes go out after the answer: the box is asked until it holds one more than `known`. */
async function enterCode(page: Page, url: string, recipient: string, known: number): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await setTimeout(200)) {
    const codes = await codesFor(page, url, recipient);
    const [newest] = codes;
    if (codes.length === known || newest === undefined) continue;
    await page.locator("input[name=code]").fill(newest);
    return press(page, "button", "Masuk");
  }
  throw new Error("no code came into the message box");
}

/** Codes in the demo's message box, newest first. */
async function codesFor(page: Page, url: string, recipient: string): Promise<string[]> {
  const box = await page.request.get(`${url}/demo/pesan.json?untuk=${encodeURIComponent(recipient)}`);
  return ((await box.json()) as { body: string }[]).flatMap(({ body }) => /\b\d{6}\b/.exec(body)?.[0] ?? []);
}
