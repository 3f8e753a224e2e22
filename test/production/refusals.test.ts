import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt, pinnedNode, root } from "../../scripts/setup.mjs";
import { type TestApp, testApp } from "../support/app.ts";
import { startChild } from "../support/child.ts";

const key = (): string => randomBytes(32).toString("base64url");
const keys = `data-0001=${key()},index=${key()},ledger-0001=${key()},document-0001=${key()},pseudonym=${key()},code=${key()}`;
let test: TestApp;
const folders: string[] = [];

beforeAll(async () => {
  ensureBuilt();
  test = await testApp();
}, 120_000);
afterAll(async () => {
  await test.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Starts a production installation, with these files in its data folder, on the test database and gives how it ended. */
async function start(
  env: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Promise<{ code: unknown; said: string }> {
  const folder = mkdtempSync(join(tmpdir(), "balai-production-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const child = startChild(pinnedNode, [join(root, "dist/main.js"), "start"], {
    env: {
      PATH: process.env["PATH"],
      BALAI_ENV: "production",
      BALAI_DATA: folder,
      PORT: "0",
      DATABASE_URL: test.database.url,
      ...env,
    },
  });
  const code = await child.ended;
  return { code, said: child.output() };
}

describe("production does not start", () => {
  it("without its address", async () => {
    const { code, said } = await start({ BALAI_KEYS: keys });
    expect(code).toBe(2);
    expect(said).toContain("BALAI_URL must be set in production");
  });

  it.each(["Surabaya", "99"])("for a region that cannot be one, or that nobody knows: %s", async (region) => {
    const env = { BALAI_URL: "https://balai.example", BALAI_KEYS: keys };
    const { code, said } = await start({ ...env, BALAI_REGION: region });
    expect(code).toBe(2);
    expect(said).toContain(`BALAI_REGION is "${region}"`);
  });

  it.each([
    ["anchors", "evm Konsorsium 1 0x12 http://127.0.0.1:8545", /anchors, line 1: "0x12" is no address of a contract/],
    ["anchors", `evm Konsorsium 1 0x${"ab".repeat(20)} http://127.0.0.1:8545`, /balai keys rotate anchor/],
    ["witnesses", "quorum nobody", /witnesses, line 1: this name is not defined above/],
  ])("with a file %s that says nothing it can do: %s", async (name, text, sentence) => {
    const { code, said } = await start({ BALAI_URL: "https://balai.example", BALAI_KEYS: keys }, { [name]: text });
    expect(said).toMatch(sentence);
    expect(code).toBe(2);
  });

  it("on http: its cookies would go in the clear", async () => {
    const { code, said } = await start({ BALAI_URL: "http://balai.example", BALAI_KEYS: keys });
    expect(code).toBe(2);
    expect(said).toMatch(/BALAI_URL .* must begin with https:/);
  });

  it("without keys that somebody made on purpose", async () => {
    const { code, said } = await start({ BALAI_URL: "https://balai.example" });
    expect(code).toBe(1);
    expect(said).toContain("No keys in");
  });

  it("with a key that is too short", async () => {
    const { code, said } = await start({
      BALAI_URL: "https://balai.example",
      BALAI_KEYS: keys.replace(/code=.*/, "code=abc"),
    });
    expect(code).toBe(2);
    expect(said).toContain("BALAI_KEYS must read");
    expect(said).not.toContain(keys.slice(20, 40));
  });

  it("on a database with invented people", async () => {
    await test.database.db.transaction((tx) =>
      test.kernel.accounts.seedDemoAccounts(tx, [
        { key: "x", kind: "resident", phone: "081200000009", name: null, lang: "id", demo: true },
      ]),
    );
    const { code, said } = await start({ BALAI_URL: "https://balai.example", BALAI_KEYS: keys });
    expect(code).toBe(1);
    expect(said).toContain("This database holds demo accounts");
  });
});

it("nothing starts under keys that do not open what is there", async () => {
  await test.database.db.transaction((tx) =>
    test.kernel.accounts.residentFor(tx, { phone: "081200000019", lang: "id" }),
  );
  const { code, said } = await start({ BALAI_ENV: "demo", BALAI_KEYS: keys });
  expect(code).toBe(1);
  expect(said).toContain("The keys do not open what the database holds");
});
