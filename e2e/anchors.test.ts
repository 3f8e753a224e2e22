import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../src/kernel/config/index.ts";
import { addKey, createCrypto, createKeys, loadKeys } from "../src/kernel/crypto/index.ts";
import { chainTools } from "../src/modules/transparency/index.ts";
import { randomSigner, startNode, type TestNode, testChainId } from "../test/support/chain.ts";
import { expectNoAxeViolations } from "./support/browser.ts";
import { closingPages } from "./support/closing-pages.ts";
import { type RunningServer, startServer } from "./support/server.ts";

let node: TestNode;
let server: RunningServer;
const newPage = closingPages();

beforeAll(async () => {
  node = await startNode();
  const dataFolder = mkdtempSync(join(tmpdir(), "balai-e2e-anchors-"));
  const folder = join(dataFolder, "keys");
  createKeys(folder, "demo");
  addKey(folder, "demo", "anchor");
  const keys = loadKeys({ folder, env: "demo" });
  if (!keys.ok) throw new Error(keys.error.join("\n"));
  const [signer = randomSigner()] = await createCrypto(keys.value).chainSigners();
  const tools = await chainTools();
  const agencies = tools.addressesOf([signer]);
  const place = { url: node.url, chainId: testChainId };
  const contract = await tools.deployContract(place, tools.readContract(projectRoot), signer, agencies);
  writeFileSync(join(dataFolder, "anchors"), `evm Konsorsium ${testChainId} ${contract} ${node.url}\n`);
  server = await startServer({ dataFolder });
}, 300_000);
afterAll(async () => {
  await server?.remove();
  await node.kill();
});

describe("a running program that anchors on a chain", () => {
  it.each([
    [360, true],
    [360, false],
    [1280, true],
  ] as const)(
    "shows what stands there, and since when an entry is covered, %s px, JavaScript %s",
    async (width, javaScript) => {
      const page = await newPage({ width, javaScript });
      const place = page.getByText("Konsorsium (rantai antarlembaga)").first();
      await expect
        .poll(
          async () => {
            await page.goto(`${server.url}/buku-terbuka`);
            return place.isVisible();
          },
          { timeout: 60_000, interval: 500 },
        )
        .toBe(true);
      await expectNoAxeViolations(page);
      await page.goto(`${server.url}/periksa?nomor=reports-3`);
      expect(await page.locator("main").textContent()).toContain("Konsorsium, sejak");
      await expectNoAxeViolations(page);
      await page.goto(`${server.url}/buku-terbuka`);
      await page.getByRole("link", { name: "rincian" }).first().click();
      expect(await page.textContent("body")).toMatch(/^target eip155:\d+:0x[0-9a-f]{40}\nreference 0x[0-9a-f]{64}\n/);
    },
    120_000,
  );
});
