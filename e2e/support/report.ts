import type { Locator, Page } from "playwright-core";
import sharp from "sharp";

/** What a report says in the tests; each part can be said otherwise. */
export interface ReportAnswers {
  readonly kind?: "Keluhan" | "Usulan" | "Pertanyaan";
  readonly category?: string;
  readonly what?: string;
  readonly district?: string;
  readonly village?: string;
  readonly landmark?: string;
  readonly photos?: readonly UploadedFile[];
}

export interface UploadedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const questions = ["kind", "category", "what", "where", "photos", "visibility", "contact"] as const;
export type ReportQuestion = (typeof questions)[number];

/** A small photo as a phone makes it. */
export async function roadPhoto(name = "jalan.jpg"): Promise<UploadedFile> {
  const image = sharp({ create: { width: 640, height: 480, channels: 3, background: "#7f8b8a" } });
  return { name, mimeType: "image/jpeg", buffer: await image.jpeg().toBuffer() };
}

/** Presses the button of the question, and waits for the page that comes. */
export async function goOn(page: Page): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.locator(".acts.stick button").click()]);
}

/** Begins a report from its page. */
export async function beginReport(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/layanan/reports.report`);
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Mulai" }).click()]);
}

/** Answers questions from the first up to `until` (not itself), or to the review; `look` sees every page before it is answered. */
export async function answerReport(
  page: Page,
  answers: ReportAnswers = {},
  until?: ReportQuestion,
  look: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  for (const question of questions) {
    if (question === until) return;
    await look(page);
    await answerOne(page, question, answers);
  }
}

async function answerOne(page: Page, question: ReportQuestion, answers: ReportAnswers): Promise<void> {
  const pick = (label: string) => page.locator("label.pick", { hasText: label }).first().click();
  switch (question) {
    case "kind":
      await pick(answers.kind ?? "Keluhan");
      break;
    case "category":
      await pick(answers.category ?? "Jalan rusak");
      break;
    case "what":
      await page.locator("textarea").fill(answers.what ?? "Lubang besar di jalur kiri. Sudah dua motor jatuh.");
      break;
    case "where":
      await chooseDistrict(page, answers.district ?? "Tegalsari");
      await page
        .getByLabel("Kelurahan atau desa", { exact: true })
        .selectOption({ label: answers.village ?? "Keputran" });
      await page.getByLabel(/^Dekat apa/).fill(answers.landmark ?? "Depan SDN Keputran I");
      break;
    case "photos":
      if (answers.photos !== undefined) await page.locator("input[type=file]").setInputFiles([...answers.photos]);
      break;
    case "visibility":
      await pick("tanpa nama saya");
      break;
    case "contact":
      break;
  }
  await goOn(page);
}

/** Chooses a kecamatan, and gets the list of its kelurahan: at once, or by "Lanjut" without scripts. */
export async function chooseDistrict(page: Page, name: string): Promise<void> {
  await page.getByLabel("Kecamatan").selectOption({ label: name });
  const isScripted = await page.evaluate(() => matchMedia("(scripting: enabled)").matches);
  if (!isScripted) return goOn(page);
  await page.locator("[data-regions]:not([aria-busy]) > :nth-child(2) select").waitFor();
}

/** Code and PIN on the receipt, the PIN in groups as it is shown. */
export async function readReceipt(page: Page): Promise<{ readonly code: string; readonly pin: string }> {
  const code = (await textOf(page.locator(".slip .code"))).replace(/\s/g, "").replace(/-/g, "");
  const pin = await textOf(page.locator(".slip dd b.num"));
  return { code, pin };
}

/** What an element says. */
export async function textOf(element: Locator): Promise<string> {
  return (await element.textContent()) ?? "";
}
