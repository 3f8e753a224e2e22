import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateIdentity, identityToRecipient } from "age-encryption";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type TestDatabase, testDatabase } from "../../test/support/database.ts";
import { everything, type OpenedDatabase, openedDatabase } from "../kernel/backup/test-zoo.ts";
import { type Config, projectRoot } from "../kernel/config/index.ts";
import { createKeys, loadKeys } from "../kernel/crypto/index.ts";
import { createFiles, storedFilesSql } from "../kernel/files/index.ts";
import { systemClock } from "../kernel/time/index.ts";
import { backupCommand } from "./backup.ts";
import { restoreCommand } from "./restore.ts";

let folder: string;
let source: TestDatabase;
let target: OpenedDatabase;
let here: Config;
let there: Config;
let identityFile: string;
let said: string[];

function configOf(dataFolder: string, ownerUrl: string): Config {
  return {
    env: "demo",
    port: 0,
    dataFolder,
    url: "http://localhost",
    trustProxy: false,
    logFrom: "warn",
    databaseUrl: undefined,
    databaseOwnerUrl: ownerUrl,
    smtpUrl: undefined,
    metricsToken: undefined,
    rootRegion: "35.78",
    projectRoot,
    version: "0.1.0",
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "balai-backup-cli-"));
  [source, target] = await Promise.all([testDatabase(), openedDatabase()]);
  here = configOf(join(folder, "here"), source.ownerUrl);
  there = configOf(join(folder, "there"), target.ownerUrl);
  createKeys(join(here.dataFolder, "keys"), "demo");
  const files = createFiles({ db: source.db, folder: join(here.dataFolder, "files"), clock: systemClock });
  const picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: "#a03020" } })
    .jpeg()
    .toBuffer();
  expect((await files.stage(picture, { kind: "photo", ownerKey: "somebody" })).ok).toBe(true);
  const identity = await generateIdentity();
  identityFile = join(folder, "identity.txt");
  await writeFile(identityFile, `# created: 2026-11-24\n${identity}\n`);
  vi.stubEnv("BALAI_BACKUP_RECIPIENT", await identityToRecipient(identity));
  vi.stubEnv("BALAI_KEYS", "");
  vi.stubEnv("LC_ALL", "id_ID.UTF-8");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([source.close(), target.close()]);
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  said = [];
  for (const stream of ["log", "error"] as const)
    vi.spyOn(console, stream).mockImplementation((line: string) => void said.push(line));
});
afterEach(() => vi.restoreAllMocks());

const backup = backupCommand(storedFilesSql);

describe("balai backup and balai restore", () => {
  it("carry a whole instance of this version into another database: every row of every table, files, key names", async () => {
    const file = join(folder, "night.age");
    expect(await backup(here, [file])).toBe(0);
    const sha256 = createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
    expect(said.join("\n")).toContain(sha256);

    expect(await backup(here, ["--verify", file, "--identity-file", identityFile])).toBe(0);
    const keys = loadKeys({ folder: join(here.dataFolder, "keys"), env: "demo" });
    const keyId = keys.ok ? keys.value.data[0].id : "no keys";
    expect(said.at(-2)).toContain("Seluruh berkas sudah dibaca dan utuh");
    expect(said.at(-1)).toContain(`tidak ada di cadangan mana pun: ${keyId}. Pastikan salinan folder keys`);

    expect(await restoreCommand(there, [file, "--identity-file", identityFile])).toBe(0);
    expect(said.join("\n")).toMatch(new RegExp(`PERINGATAN: kunci ${keyId} tidak ada di sini`));
    const [was, is] = [await everything(source.owner.pool), await everything(target.client)];
    expect(was["regions.region"]?.length).toBeGreaterThan(1000);
    expect(Object.keys(is)).toEqual(Object.keys(was));
    for (const name of Object.keys(was)) expect(is[name], name).toEqual(was[name]);
    const endings = (await readdir(join(there.dataFolder, "files"), { recursive: true }))
      .filter((name) => name.includes("."))
      .map((name) => name.slice(name.indexOf(".")));
    expect(endings.sort()).toEqual([".jpg", ".thumb.webp"]);
    // Asking for the names of keys must not make keys: the operator brings the old ones.
    expect(await readdir(there.dataFolder)).toEqual(["files"]);

    expect(await restoreCommand(there, [file, "--identity-file", identityFile])).toBe(1);
    expect(said.at(-1)).toBe("Basis data tujuan tidak kosong. Pulihkan hanya ke basis data kosong.");
  });

  it("say what is missing or wrong in what the operator typed", async () => {
    const file = join(folder, "x.age");
    const passphrase = join(folder, "passphrase");
    await writeFile(passphrase, "short\n");
    expect(await backup(here, [])).toBe(2);
    expect(await backup(here, [file, "--no-such-option"])).toBe(2);
    expect(await backup(here, [file, "--to", "age1x", "--passphrase-file", passphrase])).toBe(1);
    expect(said.at(-1)).toBe("Pilih satu: kunci publik atau sandi.");
    expect(await backup(here, [file, "--passphrase-file", passphrase])).toBe(1);
    expect(said.at(-1)).toBe("Sandi terlalu pendek. Pakai paling sedikit 16 huruf.");
    expect(await backup(here, [file, "--to", "age1x"])).toBe(1);
    expect(said.at(-1)).toBe("Kunci publik tidak sah. Kunci publik dimulai dengan age1.");
    vi.stubEnv("BALAI_BACKUP_RECIPIENT", "age1x");
    expect(await backup(here, [file])).toBe(2);
    expect(said.at(-1)).toMatch(/^BALAI_BACKUP_RECIPIENT bukan/);
    expect(await restoreCommand(there, [file])).toBe(1);
    expect(said.at(-1)).toBe("Sebutkan kunci rahasia dengan --identity-file, atau sandi dengan --passphrase-file.");
    expect(await restoreCommand(there, [file, "--identity-file", join(folder, "none")])).toBe(1);
    expect(said.at(-1)).toContain("tidak ditemukan");
    expect(await restoreCommand(there, [file, "--identity-file", identityFile])).toBe(1);
    expect(said.at(-1)).toContain("x.age");
    expect((await readdir(folder)).filter((name) => name.startsWith("x.age"))).toEqual([]);
  });
});
