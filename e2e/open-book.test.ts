import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { expectNoAxeViolations } from "./support/browser.ts";
import { closingPages } from "./support/closing-pages.ts";
import { sharedServer } from "./support/shared-server.ts";

let url: string;
const newPage = closingPages();

beforeAll(async () => {
  url = (await sharedServer()).url;
}, 240_000);

/** From the open book to the receipt of an entry of the demo. */
async function toReceipt(page: Page): Promise<void> {
  await page.goto(`${url}/buku-terbuka`);
  await page.getByRole("link", { name: "Periksa bukti" }).click();
  await page.getByLabel("Nomor bukti").fill("reports-3");
  await page.getByRole("button", { name: "Cari" }).click();
  await page.waitForURL(/\/bukti\//);
}

describe("the open book", () => {
  it.each([
    [360, true],
    [360, false],
    [1280, true],
  ] as const)("leads to a receipt and checks it, %s px, JavaScript %s", async (width, javaScript) => {
    const page = await newPage({ width, javaScript });
    await page.goto(`${url}/buku-terbuka`);
    await expectNoAxeViolations(page);
    await toReceipt(page);
    expect(await page.locator("main").textContent()).toContain("Catatan ini ada di buku");
    await expectNoAxeViolations(page);
    const receipt = await (await page.request.get(`${page.url()}/berkas`)).text();
    const [, origin = ""] = /\n\n(.*)\n/.exec(receipt) ?? [];
    for (const [text, answer] of [
      [receipt, "Sah."],
      [receipt.replace("index 2", "index 3"), "Tidak sah."],
      [receipt.replaceAll(origin, "elsewhere.example/ledger/reports"), "Belum bisa diperiksa."],
    ] as const) {
      await page.goto(`${url}/periksa`);
      await page.getByLabel("Isi berkas bukti").fill(text);
      await page.getByRole("button", { name: "Periksa", exact: true }).click();
      expect(await page.getByRole("status").textContent()).toContain(answer);
    }
    await expectNoAxeViolations(page);
  });
});

describe("the checker that people keep", () => {
  it.each([360, 1280] as const)("checks receipts from a folder, without any network, %s px", async (width) => {
    const page = await newPage({ width });
    await page.goto(`${url}/buku-terbuka`);
    const file = await (await page.request.get(`${url}/buku-terbuka/pemeriksa`)).text();
    await toReceipt(page);
    const receipt = await (await page.request.get(`${page.url()}/berkas`)).text();
    const folder = mkdtempSync(join(tmpdir(), "balai-checker-"));
    try {
      writeFileSync(join(folder, "pemeriksa.html"), file);
      await page.context().setOffline(true);
      const faults: string[] = [];
      page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
      await page.goto(`file://${folder}/pemeriksa.html`);
      await expectNoAxeViolations(page);
      const [, origin = ""] = /\n\n(.*)\n/.exec(receipt) ?? [];
      await page.getByLabel("Pilih berkas bukti").setInputFiles(
        [
          ["benar", receipt],
          ["lain", receipt.replace("index 2", "index 3")],
          ["jauh", receipt.replaceAll(origin, "elsewhere.example/ledger/reports")],
        ].map(([name, text]) => ({
          name: `${name}.tlog-proof`,
          mimeType: "text/plain",
          buffer: Buffer.from(text ?? ""),
        })),
      );
      const shown = page.locator("[data-results] > div");
      await shown.nth(2).waitFor();
      const said = await Promise.all(
        [0, 1, 2].map((at) => shown.nth(at).locator("[data-answer]:visible").textContent()),
      );
      expect(said.map((text) => text?.split(".")[0])).toEqual(["Sah", "Tidak sah", "Belum bisa diperiksa"]);
      expect(await shown.first().textContent()).toContain('"kind": "case.');
      await expectNoAxeViolations(page);
      // A key that the reader does not believe is taken out.
      await page.getByText("Kunci yang Anda percaya").click();
      await page.getByLabel("Kunci buku dan saksi").fill("bukan kunci");
      await page.getByRole("button", { name: "Periksa" }).click();
      await page.getByText("bukan kunci dan bukan aturan saksi").first().waitFor();
      // Nothing was asked of any network, and its own policy stopped nothing that it needs.
      expect(faults).toEqual([]);
      expect(
        await page.evaluate(() =>
          fetch("http://127.0.0.1/").then(
            () => "asked",
            () => "refused",
          ),
        ),
      ).toBe("refused");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("a report", () => {
  it("leads to the receipt of each of its steps", async () => {
    const page = await newPage({ width: 360 });
    await page.goto(`${url}/laporan?tahap=done`);
    await page.locator("main .rows a").first().click();
    // Old steps are folded: counted all the same.
    const proofs = page.locator('.trail a[href^="/bukti/"]');
    await page.waitForURL(/\/laporan\/[0-9A-Z]{12}/);
    expect(await proofs.count()).toBe(await page.locator(".trail > li:not(.now, .next)").count());
    expect(await proofs.count()).toBeGreaterThan(3);
    await page
      .getByRole("link", { name: /^Bukti: / })
      .last()
      .click();
    await page.waitForURL(/\/bukti\//);
    expect(await page.locator("main").textContent()).toContain("Catatan ini ada di buku");
    await expectNoAxeViolations(page);
  });
});

describe("a receipt on the reader's own device", () => {
  const ownCheck = (page: Page) => page.getByRole("button", { name: "Periksa dengan alat saya sendiri" });

  it("is checked there, and what differs is said", async () => {
    const page = await newPage({ width: 360 });
    await toReceipt(page);
    const answers = page.locator("[data-check-receipt] [role=status]");
    await ownCheck(page).click();
    await answers.getByText("Sah menurut alat Anda.").waitFor();
    await expectNoAxeViolations(page);
    await page.route("**/berkas", async (route) => {
      const genuine = await route.fetch();
      await route.fulfill({ response: genuine, body: (await genuine.text()).replace("index 2", "index 3") });
    });
    await ownCheck(page).click();
    await answers.getByText("Catatan ini berbeda dari yang ditandatangani").waitFor();
    await page.unroute("**/berkas");
    await page.route("**/berkas", (route) => route.abort());
    await ownCheck(page).click();
    await answers.getByText("Berkasnya tidak terambil").waitFor();
    await page.unroute("**/berkas");
    // A server that comes with another key than the one this device saw first.
    await page.route("**/ledger/*/key", async (route) => {
      const genuine = (await (await route.fetch()).text()).split("+")[0] ?? "";
      await route.fulfill({ body: await strangersKey(page, genuine) });
    });
    await ownCheck(page).click();
    await answers.getByText("Kuncinya lain dari dulu.").waitFor();
  });

  it("offers nothing where no scripts run", async () => {
    const page = await newPage({ width: 360, javaScript: false });
    await toReceipt(page);
    expect(await ownCheck(page).isVisible()).toBe(false);
  });

  /** A proper key of the same name that is not the book's. */
  function strangersKey(page: Page, name: string): Promise<string> {
    return page.evaluate(async (of) => {
      const key = Uint8Array.from({ length: 33 }, (_, index) => (index === 0 ? 1 : 7));
      const text = new TextEncoder().encode(`${of}\n`);
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from([...text, ...key])));
      const id = Array.from(hash.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");
      return `${of}+${id}+${btoa(String.fromCharCode(...key))}\n`;
    }, name);
  }
});
