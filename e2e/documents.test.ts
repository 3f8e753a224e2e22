import type { Page } from "playwright-core";
import { create } from "qrcode";
import { beforeAll, describe, expect, it } from "vitest";
import { expectNoAxeViolations } from "./support/browser.ts";
import { closingPages } from "./support/closing-pages.ts";
import { addressIn, askForLetter, waitForLetter } from "./support/letter.ts";
import { press, signInOfficer, signInResident } from "./support/screen-people.ts";
import { sharedServer } from "./support/shared-server.ts";

let url: string;
const newPage = closingPages();

beforeAll(async () => {
  url = (await sharedServer()).url;
}, 240_000);

const mainOf = async (page: Page): Promise<string> => (await page.locator("main").textContent()) ?? "";

async function actAs(who: string, code: string, button: string): Promise<Page> {
  const page = await newPage({ width: 1280 });
  await signInOfficer(page, url, who);
  await page.goto(`${url}/konsol/kasus/${code}`);
  await press(page, "button", button);
  return page;
}

describe("a letter from home", () => {
  it("is asked for, signed, downloaded, checked by a stranger, and revoked", { timeout: 240_000 }, async () => {
    const resident = await newPage({ width: 360 });
    await signInResident(resident, url, "maya");
    await askForLetter(resident, url);
    await resident.goto(`${url}/kasus`);
    await resident.locator("main a", { hasText: "Surat keterangan domisili" }).first().click();
    await resident.waitForURL(/\/kasus\/[0-9A-Z]{12}/);
    const caseCode = /[0-9A-Z]{12}/.exec(resident.url())?.[0] ?? "";

    await actAs("tuti", caseCode, /Terima berkas/.source);
    const head = await actAs("lurah", caseCode, "Tandatangani");
    await resident.reload();
    await waitForLetter(resident);
    await expectNoAxeViolations(resident);
    const href = (await resident.getByRole("link", { name: "Unduh surat" }).getAttribute("href")) ?? "";
    const pdf = await (await resident.request.get(url + href)).body();
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    const { code, text } = addressIn(pdf);

    const stranger = await newPage({ width: 360 });
    expect((await stranger.request.get(url + href)).status()).toBe(404);
    await stranger.goto(`${url}/v/${code}#${text}`);
    await stranger.getByText("Kode di kertas asli.").waitFor();
    expect(await mainOf(stranger)).toContain("Sah dan berlaku.");
    expect(await stranger.locator("[data-compared]").textContent()).toContain("Maya Anggraini");
    expect(await mainOf(stranger)).not.toContain("3578000000000003");
    await expectNoAxeViolations(stranger);

    await stranger.goto(`${url}/v/${code}#${text.slice(0, -9)}AAAAAAAAA`);
    await stranger.getByText("Jangan diterima.").first().waitFor();
    expect(await stranger.getByText("Sah dan berlaku.").isVisible()).toBe(false);

    const plain = await newPage({ width: 360, javaScript: false });
    await plain.goto(`${url}/v/${code}`);
    expect(await mainOf(plain)).toContain("Sah dan berlaku.");
    expect(await mainOf(plain)).not.toContain("Maya");
    await plain.goto(`${url}/periksa-dokumen`);
    await expectNoAxeViolations(plain);
    await plain
      .locator("input[type=file]")
      .setInputFiles([{ name: "surat.pdf", mimeType: "application/pdf", buffer: pdf }]);
    await press(plain, "button", "Periksa berkas");
    expect(await plain.getByRole("status").textContent()).toContain("Sah dan berlaku.");

    await head.goto(`${url}/konsol/kasus/${caseCode}`);
    await press(head, "link", "Cabut atau ganti");
    await head.locator("input[name=kind][value=revoked]").check({ force: true });
    await head.locator("input[name=why][value=mistake]").check({ force: true });
    await head.locator("textarea[name=reason]").fill("Nomor rumah di surat ini keliru.");
    await expectNoAxeViolations(head);
    await press(head, "button", "Akhiri dokumen ini");
    expect(await mainOf(head)).toContain("Tidak sah: sudah dicabut.");

    await plain.waitForTimeout(1_100);
    await plain.goto(`${url}/v/${code}`);
    expect(await mainOf(plain)).toContain("Tidak sah: sudah dicabut.");
    expect(await mainOf(plain)).toContain("isinya keliru");
    expect(await mainOf(plain)).not.toContain("Nomor rumah");
    await resident.reload();
    expect(await mainOf(resident)).toContain("Nomor rumah di surat ini keliru.");
  });

  it("is read by the camera; whatever address the code says, the answer is ours", async () => {
    const page = await newPage({ width: 360 });
    await page.goto(`${url}/periksa-dokumen?kode=470/001/KEL-KEPUTRAN/2026`);
    const code = /[0-9A-Z]{12}$/.exec(page.url())?.[0] ?? "";
    const { size, data } = create(`https://elsewhere.example/v/${code}#abc.def`).modules;
    // The camera of this browser sees a square that is drawn for it.
    await page.addInitScript(
      ({ width, dark }) => {
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = (width + 8) * 8;
        const pen = canvas.getContext("2d");
        if (pen === null) return;
        const draw = () => {
          pen.fillStyle = "white";
          pen.fillRect(0, 0, canvas.width, canvas.height);
          pen.fillStyle = "black";
          for (const at of dark) pen.fillRect(((at % width) + 4) * 8, (Math.floor(at / width) + 4) * 8, 8, 8);
        };
        setInterval(draw, 100);
        navigator.mediaDevices.getUserMedia = () => Promise.resolve(canvas.captureStream(10));
      },
      { width: size, dark: [...data].flatMap((isDark, at) => (isDark === 1 ? [at] : [])) },
    );
    await page.goto(`${url}/periksa-dokumen`);
    await expectNoAxeViolations(page);
    await page.getByRole("button", { name: "Pindai kode" }).click();
    await page.waitForURL(`${url}/v/${code}#abc.def`);
    await page.getByText("Kode di kertas rusak").waitFor();
  });

  it("says that it cannot be checked now when the issuer's keys do not come", async () => {
    const page = await newPage({ width: 360 });
    await page.route("**/.well-known/balai-documents.json", (route) => route.abort());
    await page.goto(`${url}/periksa-dokumen?kode=470/001/KEL-KEPUTRAN/2026`);
    await page.waitForURL(/\/v\//);
    const body = btoa(JSON.stringify([1, "7K4M2QX89ABC", "t", "n", "i", "2026-11-24", 0, []])).replaceAll("=", "");
    await page.goto(`${page.url()}#${body}.${"A".repeat(86)}`);
    // The page loads itself anew when the code behind its address is another.
    await page.getByText("kunci penerbit tidak terambil").waitFor();
    expect(await page.getByText("Sah dan berlaku.").isVisible()).toBe(false);
  });
});
