import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { exportLedgerCommand } from "../../src/cli/export-ledger.ts";
import { sha256 } from "../../src/kernel/ledger/index.ts";
import { parsePolicy } from "../../src/kernel/tlog/index.ts";
import { askWitnesses } from "../../src/modules/transparency/watching/asking.ts";
import { type TestApp, testApp } from "../support/app.ts";
import { writeEntries } from "../support/book-entries.ts";
import { createWitnesses } from "../support/witnesses.ts";

/** Where Debian's golang-golang-x-mod-dev puts its sources. */
const sources = "/usr/share/gocode";
const hasGo =
  existsSync(join(sources, "src/golang.org/x/mod/sumdb/tlog")) &&
  spawnSync("go", ["version"], { stdio: "ignore" }).status === 0;

/** Over two levels of tiles, with partial ones at both. */
const entries = 70_000;

describe.skipIf(!hasGo)("a verifier that shares no code with Balai (Go's checksum database packages)", () => {
  let test: TestApp;
  let folder: string;
  let keys: readonly string[];
  const at = (name: string) => join(folder, name);

  beforeAll(async () => {
    test = await testApp({}, { logFrom: "silent" });
    folder = mkdtempSync(join(tmpdir(), "balai-independent-"));
    execFileSync("go", ["build", "-o", at("tlogcheck"), join(import.meta.dirname, "tlogcheck/main.go")], {
      env: { ...process.env, GO111MODULE: "off", GOPATH: sources, GOCACHE: at("cache"), GOFLAGS: "" },
    });
    const witnesses = createWitnesses(test, folder);
    const witness = await witnesses.start("Campus", ["reports"]);
    for (let written = 0; written < entries; written += 10_000) await writeEntries(test, "reports", 10_000);
    const policy = parsePolicy(sha256, `${witness.line}\nquorum Campus\n`);
    if (!policy.ok) throw new Error(policy.error.fault);
    await askWitnesses(test.kernel, policy.value);
    await witnesses.stop();
    vi.spyOn(console, "log").mockImplementation(() => {});
    await exportLedgerCommand({ ...test.kernel.config, databaseUrl: test.database.url }, [at("out")]);
    vi.restoreAllMocks();
    keys = [readFileSync(at("out/reports/key"), "utf8").trim(), witness.vkey];
  }, 180_000);
  afterAll(async () => {
    if (hasGo) rmSync(folder, { recursive: true });
    await test.close();
  });

  /** Exit code and what was said about a copy of the book in which one file was changed. */
  function check(file?: string, change: (content: Buffer) => void = () => {}) {
    const copy = file === undefined ? at("out/reports") : at("copy");
    if (file !== undefined) {
      rmSync(copy, { recursive: true, force: true });
      cpSync(at("out/reports"), copy, { recursive: true });
      const content = readFileSync(join(copy, file));
      change(content);
      writeFileSync(join(copy, file), content);
    }
    const done = spawnSync(at("tlogcheck"), [copy, ...keys], { encoding: "utf8" });
    return { code: done.status, said: done.stdout + done.stderr };
  }

  it("accepts the book, its signed state and a witness's cosignature", () => {
    expect(check()).toEqual({ code: 0, said: `ACCEPTED ${entries} entries, 2 signatures\n` });
  });

  it.each<[string, string, (content: Buffer) => void]>([
    ["one letter of an entry", "tile/entries/200", (content) => content.write("x", 40)],
    ["one bit of a hash", "tile/0/100", (content) => content.writeUInt8(content.readUInt8(500) ^ 1, 500)],
    ["the size", "checkpoint", (content) => content.write("69999", content.indexOf(String(entries)))],
    [
      "the time of the cosignature",
      "checkpoint",
      (content) => {
        const line = content.lastIndexOf(" ") + 1;
        content.write(content.toString("latin1", line + 6, line + 12) === "AAAAAA" ? "AAAAAB" : "AAAAAA", line + 6);
      },
    ],
  ])("rejects a copy in which %s was changed", (_what, file, change) => {
    expect(check(file, change)).toEqual({ code: 1, said: expect.stringMatching(/^REJECTED: /) });
  });
});
