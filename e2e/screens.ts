import type { Page } from "playwright-core";
import { addressIn, letterHref, waitForLetter } from "./support/letter.ts";
import { chooseDistrict, goOn, readReceipt } from "./support/report.ts";
import type { Journey, Walk } from "./support/screen-journeys.ts";
import { askForCode, demoPicture, press, signInOfficer, signInResident } from "./support/screen-people.ts";

const pick = (label: string) => async (page: Page) => page.locator("label.pick", { hasText: label }).first().click();
const send = async (page: Page) => goOn(page);

const sendAction = async (page: Page): Promise<void> => {
  await Promise.all([page.waitForNavigation(), page.locator("#tindakan button").last().click()]);
};
/** Pastes the receipt that an earlier step noted, changed, and has it checked. */
async function checkReceipt(page: Page, { notes }: Walk, change: (text: string) => string): Promise<void> {
  await page.getByLabel("Isi berkas bukti").fill(change(notes.get("receipt") ?? ""));
  await page.getByRole("button", { name: "Periksa", exact: true }).click();
  await page.getByRole("status").waitFor();
}
/** A report of the demo for each width, because walking changes it: Slamet's, and Maya's. Persons differ too: codes come one in 30 seconds. */
const places = { 360: /Stasiun Gubeng/, 1280: /Wonokromo gang 3/ } as const;
const afterPictures = { 360: "road-damage-after", 1280: "flood-drain-after" } as const;

/** The pictures of docs/screens, journey by journey in the order a person walks them; `npm run screens` takes them. */
export const journeys: readonly Journey[] = [
  {
    name: "home",
    screens: [
      { name: "home", path: "/" },
      { name: "services", path: "/layanan?q=jalan" },
      { name: "not-found", path: "/tidak-ada", status: 404 },
      { name: "offline", path: "/luring" },
    ],
  },
  {
    name: "open-book",
    screens: [
      { name: "open-book", path: "/buku-terbuka" },
      { name: "book-receipt", path: "/periksa?nomor=reports-3" },
      {
        name: "book-own-check",
        steps: async (page, { notes }) => {
          notes.set("receipt", await (await page.request.get(`${page.url()}/berkas`)).text());
          await page.getByRole("button", { name: "Periksa dengan alat saya sendiri" }).click();
          await page.getByText("Sah menurut alat Anda.").waitFor();
        },
      },
      { name: "check-valid", path: "/periksa", steps: (page, walk) => checkReceipt(page, walk, (text) => text) },
      {
        name: "check-invalid",
        path: "/periksa",
        steps: (page, walk) => checkReceipt(page, walk, (text) => text.replace("index 2", "index 3")),
      },
      {
        name: "check-cannot",
        path: "/periksa",
        steps: (page, walk) =>
          checkReceipt(page, walk, (text) => text.replaceAll(/^.*\/ledger\/reports$/gm, "lain.example/ledger/reports")),
      },
    ],
  },
  {
    name: "document",
    screens: [
      {
        name: "document-case",
        steps: async (page, { url, notes }) => {
          await signInResident(page, url, "sumiati");
          await page.goto(`${url}${await letterHref(page, url)}`);
          await waitForLetter(page);
          const href = await page.getByRole("link", { name: "Unduh surat" }).getAttribute("href");
          const pdf = await (await page.request.get(`${url}${href}`)).body();
          const { code, text } = addressIn(pdf);
          notes.set("code", code).set("text", text).set("pdf", pdf.toString("latin1"));
        },
      },
      {
        name: "document-valid",
        steps: async (page, { url, notes }) => {
          await page.goto(`${url}/v/${notes.get("code")}#${notes.get("text")}`);
          await page.getByText("Kode di kertas asli.").waitFor();
        },
      },
      {
        name: "document-invalid",
        steps: async (page, { url, notes }) => {
          await page.goto("about:blank");
          await page.goto(`${url}/v/${notes.get("code")}#${notes.get("text")?.slice(0, -9)}AAAAAAAAA`);
          await page.getByText("Jangan diterima.").first().waitFor();
        },
      },
      {
        name: "document-cannot",
        steps: async (page, { url, notes }) => {
          await page.route("**/.well-known/balai-documents.json", (route) => route.abort());
          await page.goto("about:blank");
          await page.goto(`${url}/v/${notes.get("code")}#${notes.get("text")}`);
          await page.getByText("kunci penerbit tidak terambil").waitFor();
        },
      },
      { name: "document-check", path: "/periksa-dokumen" },
      {
        name: "document-changed",
        steps: async (page, { notes }) => {
          const buffer = Buffer.from(`${notes.get("pdf")}\n`, "latin1");
          await page
            .locator("input[type=file]")
            .setInputFiles([{ name: "surat.pdf", mimeType: "application/pdf", buffer }]);
          await press(page, "button", "Periksa berkas");
        },
      },
      {
        name: "document-replaced",
        steps: async (page, { url, notes, openAs, picture }) => {
          const head = await openAs();
          await signInOfficer(head, url, "lurah");
          await head.goto(`${url}/konsol/dokumen/${notes.get("code")}`);
          await picture(head, "document-end");
          await head.locator("input[name=kind][value=superseded]").check({ force: true });
          await head.locator("input[name=why][value=changed]").check({ force: true });
          await head.locator("textarea[name=reason]").fill("Nama jalannya sudah berganti.");
          await press(head, "button", "Akhiri dokumen ini");
          await page.waitForTimeout(1_100);
          await page.goto("about:blank");
          await page.goto(`${url}/v/${notes.get("code")}`);
          await page.getByText("Tidak sah: sudah diganti.").waitFor();
        },
      },
    ],
  },
  {
    name: "report",
    screens: [
      { name: "service", path: "/layanan/reports.report" },
      {
        name: "report-1-kind",
        steps: async (page) => {
          await press(page, "button", "Mulai");
          await pick("Keluhan")(page);
        },
      },
      {
        name: "report-2-category",
        steps: async (page) => {
          await send(page);
          await pick("Jalan rusak")(page);
        },
      },
      {
        name: "report-3-what",
        steps: async (page) => {
          await send(page);
          await page
            .locator("textarea")
            .fill("Lubang besar di jalur kiri arah Wonokromo. Sudah dua motor jatuh sejak Jumat pagi.");
        },
      },
      {
        name: "report-4-where",
        steps: async (page) => {
          await send(page);
          await chooseDistrict(page, "Tegalsari");
          await page.getByLabel("Kelurahan atau desa", { exact: true }).selectOption({ label: "Keputran" });
          await page.getByLabel(/^Dekat apa/).fill("Jl. Dinoyo, depan SDN Keputran I");
        },
      },
      {
        name: "report-4-map",
        steps: async (page) => {
          await press(page, "button", "Pilih di peta");
          const map = page.locator(".canvas input:visible");
          const box = await map.boundingBox();
          if (box === null) throw new Error("no map is shown");
          await map.click({ position: { x: box.width * 0.56, y: box.height * 0.53 } });
          await page.locator("#peta-kata", { hasText: "Tempat: Kelurahan" }).waitFor();
        },
      },
      { name: "report-5-photos", steps: send },
      {
        name: "report-6-visibility",
        steps: async (page) => {
          await page.locator("input[type=file]").setInputFiles([demoPicture("road-damage-before")]);
          await send(page);
          await pick("tanpa nama saya")(page);
        },
      },
      { name: "report-7-contact", steps: send },
      { name: "report-8-review", steps: send },
      {
        name: "report-9-receipt",
        steps: async (page, walk) => {
          await send(page);
          const { code, pin } = await readReceipt(page);
          walk.notes.set("code", code).set("pin", pin);
        },
      },
      { name: "case", steps: async (page) => press(page, "link", "Lihat kasus ini") },
      {
        name: "cases-of-a-guest",
        steps: async (page, { notes, url, openAs, picture }) => {
          const other = await openAs();
          await other.goto(`${url}/lacak?kode=${notes.get("code")}`);
          await picture(other, "track");
          await page.goto(`${url}/kasus`);
        },
      },
      {
        name: "report-error",
        steps: async (page, { url }) => {
          await page.goto(`${url}/layanan/reports.report`);
          await press(page, "button", "Mulai");
          await send(page);
          await pick("Keluhan")(page).catch(() => {});
          await page.evaluate(() => document.querySelector("form")?.setAttribute("novalidate", ""));
          await send(page);
          await page.evaluate(() => document.querySelector("form")?.setAttribute("novalidate", ""));
          await send(page);
        },
      },
    ],
  },
  {
    name: "public",
    screens: [
      { name: "reports", path: "/laporan" },
      { name: "map", path: "/laporan/peta" },
      { name: "offices", path: "/laporan/kantor" },
      {
        name: "report-page",
        steps: async (page, { url }) => {
          await page.goto(`${url}/laporan?q=joyoboyo`);
          await press(page, "link", /Joyoboyo/);
        },
      },
    ],
  },
  {
    name: "resident",
    screens: [
      { name: "sign-in", path: "/masuk" },
      {
        name: "sign-in-code",
        steps: async (page, walk) => askForCode(page, walk.url, walk.width === 360 ? "slamet" : "sumiati"),
      },
      { name: "message-box", path: "/demo/pesan" },
      {
        name: "my-data",
        steps: async (page, walk) => {
          await signInResident(page, walk.url, walk.width === 360 ? "sumiati" : "maya");
          await page.goto(`${walk.url}/saya`);
        },
      },
      { name: "my-access-log", path: "/saya/akses" },
      { name: "my-messages", path: "/saya/pesan" },
      { name: "my-devices", path: "/saya/perangkat" },
      { name: "my-delegations", path: "/saya/kuasa" },
      { name: "my-cases", path: "/kasus" },
      { name: "letter-service", path: "/layanan/population.residence-letter" },
      { name: "letter-1-name", steps: async (page) => press(page, "button", "Mulai") },
    ],
  },
  {
    name: "officer",
    screens: [
      { name: "officer-sign-in", path: "/masuk/petugas?sebagai=budi" },
      {
        name: "inbox",
        steps: async (page, { url, width }) => signInOfficer(page, url, width === 360 ? "budi" : "sri"),
      },
      {
        name: "officer-case",
        steps: async (page, { width }) => press(page, "link", places[width]),
      },
      { name: "officer-taken", steps: async (page) => press(page, "button", /^Ambil/) },
      {
        name: "officer-fix",
        steps: async (page, { width }) => {
          await press(page, "link", /^Sudah/);
          await page.locator("#tindakan textarea").fill("Sudah diperbaiki dan dirapikan oleh regu pagi ini.");
          await page.locator("#tindakan input[type=file]").setInputFiles([demoPicture(afterPictures[width])]);
        },
      },
      {
        name: "officer-fixed",
        steps: sendAction,
      },
      {
        name: "officer-notices",
        path: "/konsol/kabar",
      },
    ],
  },
  {
    name: "verifier",
    screens: [
      { name: "verify-inbox", steps: async (page, { url }) => signInOfficer(page, url, "dewi") },
      { name: "verify-case", steps: async (page, { width }) => press(page, "link", places[width]) },
      { name: "verified", steps: sendAction },
    ],
  },
  {
    name: "last-word",
    screens: [
      {
        name: "case-done",
        steps: async (page, { url, width }) => {
          await signInResident(page, url, width === 360 ? "slamet" : "maya");
          await page.goto(`${url}/kasus`);
          await press(page, "link", places[width]);
        },
      },
      {
        name: "case-rated",
        steps: async (page) => {
          await page.locator(".rate label", { hasText: "Sangat baik" }).click();
          await press(page, "button", "Kirim penilaian");
        },
      },
    ],
  },
  {
    name: "oversight",
    screens: [
      {
        name: "late",
        steps: async (page, { url }) => {
          await signInOfficer(page, url, "arif");
          await page.goto(`${url}/konsol/terlambat`);
        },
      },
      {
        name: "audit",
        steps: async (page, { url }) => {
          await signInOfficer(page, url, "nina");
          await page.goto(`${url}/konsol/akses`);
        },
      },
      {
        name: "operate",
        steps: async (page, { url }) => {
          await signInOfficer(page, url, "operator");
          await page.goto(`${url}/konsol/operasi`);
        },
      },
    ],
  },
  {
    name: "administration",
    screens: [
      {
        name: "manage-officers",
        steps: async (page, { url }) => {
          await signInOfficer(page, url, "operator");
          await page.goto(`${url}/konsol/kelola`);
        },
      },
      { name: "manage-officer", steps: async (page) => press(page, "link", "tuti") },
      { name: "manage-new-officer", path: "/konsol/kelola/petugas" },
      {
        name: "manage-link",
        steps: async (page, { width }) => {
          await page.locator("#username").fill(`laras.${width}`);
          await page.locator("#name").fill("Laras Handayani");
          await page.locator("#role").selectOption({ label: "Petugas loket" });
          await page.locator("#office").selectOption({ label: "Kelurahan Keputran" });
          await press(page, "button", "Buat akun");
        },
      },
      { name: "manage-offices", path: "/konsol/kelola/kantor" },
      { name: "manage-rules", path: "/konsol/kelola/aturan" },
    ],
  },
];
