import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCrypto } from "./crypto.ts";
import { addKey, createKeys, faultsOfGiven, type Keys, loadKeys } from "./index.ts";
import { openSealed } from "./open.ts";

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "balai-keys-"));
  folder = join(parent, "keys");
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

function keysOf(env: "demo" | "production", given?: string): Keys {
  const loaded = loadKeys({ folder, env, given });
  if (!loaded.ok) throw new Error(loaded.error.join("\n"));
  return loaded.value;
}
function faultsOf(env: "demo" | "production", given?: string): string {
  const loaded = loadKeys({ folder, env, given });
  return loaded.ok ? "" : loaded.error.join("\n");
}
const secret = (): string => randomBytes(32).toString("base64url");
const field = { table: "tennis.member", rowId: "r1", column: "phone" };

describe("key files", () => {
  it("a demo makes them at its first start, closed to others, and finds them at the second", () => {
    const sealed = createCrypto(keysOf("demo")).seal(field, "Sari");
    expect(readdirSync(folder).sort()).toEqual([
      "code.key",
      "data-0001.key",
      "document-0001.key",
      "index.key",
      "ledger-0001.key",
      "pseudonym.key",
    ]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    expect(openSealed(createCrypto(keysOf("demo")), field, sealed)).toEqual({ ok: true, value: "Sari" });
  });

  it("production makes none by itself and refuses a demo's", () => {
    expect(faultsOf("production")).toMatch(/balai keys create/);
    expect(readdirSync(parent)).toEqual([]);
    keysOf("demo");
    expect(faultsOf("production")).toMatch(/demo's key/);
  });

  it("from before there were public books get the key of these: by itself in a demo, by the operator in production", () => {
    keysOf("demo");
    rmSync(join(folder, "ledger-0001.key"));
    expect(keysOf("demo").ledger).toHaveLength(1);
    rmSync(folder, { recursive: true });
    createKeys(folder, "production");
    rmSync(join(folder, "ledger-0001.key"));
    expect(faultsOf("production")).toContain("balai keys rotate ledger");
    expect(addKey(folder, "production", "ledger")).toBe("ledger-0001");
    expect(keysOf("production").ledger).toHaveLength(1);
  });

  it("from before there were documents get the key of these the same way", () => {
    keysOf("demo");
    rmSync(join(folder, "document-0001.key"));
    expect(keysOf("demo").document).toHaveLength(1);
    rmSync(folder, { recursive: true });
    createKeys(folder, "production");
    rmSync(join(folder, "document-0001.key"));
    expect(faultsOf("production")).toContain("balai keys rotate document");
    expect(addKey(folder, "production", "document")).toBe("document-0001");
    expect(keysOf("production").document).toHaveLength(1);
  });

  it("production takes those made for it", () => {
    expect(createKeys(folder, "production")).toBe(true);
    expect(keysOf("production").data).toHaveLength(1);
  });

  it("are never written over, and no draft is left behind", () => {
    createKeys(folder, "demo");
    const before = readFileSync(join(folder, "index.key"), "utf8");
    expect(createKeys(folder, "demo")).toBe(false);
    expect(readFileSync(join(folder, "index.key"), "utf8")).toBe(before);
    expect(readdirSync(parent)).toEqual(["keys"]);
  });

  it("a new index key indexes, and what the old one indexed is still found", () => {
    const before = createCrypto(keysOf("demo"));
    const [index, sealed] = [before.blindIndex("phone", "+62812"), before.seal(field, "Sari")];
    expect(addKey(folder, "demo", "index")).toBe("index-0002");
    expect(addKey(folder, "demo", "index")).toBe("index-0003");
    const after = createCrypto(keysOf("demo"));
    expect(after.indexKeyIds()).toHaveLength(3);
    expect(after.indexKeyIds().at(-1)).toBe(before.indexKeyIds()[0]);
    expect(after.blindIndex("phone", "+62812")).not.toEqual(index);
    const all = after.blindIndexes("phone", "+62812");
    expect(all[0]).toEqual(after.blindIndex("phone", "+62812"));
    expect(all.at(-1)).toEqual(index);
    expect(new Set(all.map((each) => each.toString("hex"))).size).toBe(3);
    expect(openSealed(after, field, sealed)).toEqual({ ok: true, value: "Sari" });
    rmSync(join(folder, "index.key"));
    expect(createCrypto(keysOf("demo")).indexKeyIds()).toHaveLength(2);
    for (const name of ["index-0002.key", "index-0003.key"]) rmSync(join(folder, name));
    expect(faultsOf("demo")).toMatch(/the key index is missing/);
  });

  it("a new data key encrypts, the old one still opens", () => {
    const before = createCrypto(keysOf("demo"));
    const sealed = before.seal(field, "Sari");
    expect(addKey(folder, "demo", "data")).toBe("data-0002");
    const after = createCrypto(keysOf("demo"));
    expect(after.keyIds()).toHaveLength(2);
    expect(after.keyIds()[1]).toBe(before.keyIds()[0]);
    expect(after.seal(field, "x").subarray(1, 5).toString("hex")).toBe(after.keyIds()[0]);
    expect(openSealed(after, field, sealed)).toEqual({ ok: true, value: "Sari" });
  });

  it("that others can read, that are missing or that are not keys are refused", () => {
    keysOf("demo");
    chmodSync(join(folder, "index.key"), 0o644);
    expect(faultsOf("demo")).toMatch(/chmod 600/);
    chmodSync(join(folder, "index.key"), 0o600);
    writeFileSync(join(folder, "code.key"), "change me\n");
    expect(faultsOf("demo")).toMatch(/not a key file/);
    rmSync(join(folder, "code.key"));
    expect(faultsOf("demo")).toMatch(/code is missing/);
  });
});

describe("given keys", () => {
  it("are taken in production", () => {
    const given = `data-0001=${secret()},data-0002=${secret()},index=${secret()},ledger-0001=${secret()},document-0001=${secret()},pseudonym=${secret()},code=${secret()}`;
    expect(keysOf("production", given).data).toHaveLength(2);
    expect(readdirSync(parent)).toEqual([]);
  });

  it("that are empty are none, and faults name the setting", () => {
    expect([undefined, "", " "].flatMap((given) => faultsOfGiven(given))).toEqual([]);
    for (const given of ["x", `data-0001=${secret()}`])
      for (const fault of faultsOfGiven(given)) expect(fault).toMatch(/^BALAI_KEYS/);
    expect(faultsOfGiven("x")).toHaveLength(1);
    expect(faultsOfGiven(`data-0001=${secret()}`)).toHaveLength(5);
  });

  it("must be random, different, complete and well named", () => {
    const same = secret();
    const zero = Buffer.alloc(32).toString("base64url");
    expect(
      faultsOf(
        "production",
        `data-0001=${zero},index=${secret()},ledger-0001=${secret()},document-0001=${secret()},pseudonym=${secret()},code=${secret()}`,
      ),
    ).toMatch(/not random/);
    expect(
      faultsOf(
        "production",
        `data-0001=${same},index=${same},ledger-0001=${secret()},document-0001=${secret()},pseudonym=${secret()},code=${secret()}`,
      ),
    ).toMatch(/are the same/);
    expect(
      faultsOf(
        "production",
        `index=${secret()},ledger-0001=${secret()},document-0001=${secret()},pseudonym=${secret()},code=${secret()}`,
      ),
    ).toMatch(/data-0001/);
    expect(faultsOf("production", `data-0001=changeme`)).toMatch(/32 bytes/);
    expect(faultsOf("production", `data-0001=${same},other=${secret()}`)).toMatch(/no key's name/);
    expect(faultsOf("production", `data-0001=${same},index=${same}`)).not.toContain(same);
  });
});
