import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ensureBuilt } from "../../scripts/setup.mjs";
import { type TestDatabase, testDatabase } from "../../test/support/database.ts";
import { emptyDatabase } from "../../test/support/empty-database.ts";
import { type Config, readConfig } from "../kernel/config/index.ts";
import { reports } from "../modules/reports/index.ts";
import type { Command } from "./command.ts";
import { officeCommand } from "./office.ts";
import { officerCommand } from "./officer.ts";
import { routingCommand } from "./routing.ts";
import { withKernel } from "./with-kernel.ts";

let folder: string;
let database: TestDatabase;
let config: Config;
let said: string[];

function configOf(databaseUrl: string): Config {
  const read = readConfig({ BALAI_DATA: join(folder, "data"), DATABASE_URL: databaseUrl });
  if (!read.ok) throw new Error(read.error.join("\n"));
  return read.value;
}

beforeAll(async () => {
  ensureBuilt();
  folder = mkdtempSync(join(tmpdir(), "balai-administration-"));
  database = await testDatabase();
  config = configOf(database.url);
  vi.stubEnv("LC_ALL", "id_ID.UTF-8");
  // The regions of the template are there, so the command takes the rest for there too.
  const seeded = await withKernel(config, async (kernel) => {
    await reports.seed?.(kernel);
    return 0;
  });
  expect(seeded).toBe(0);
}, 120_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  said = [];
  for (const stream of ["log", "error"] as const)
    vi.spyOn(console, stream).mockImplementation((line: string) => void said.push(line));
});
afterEach(() => vi.restoreAllMocks());

/** Runs a command as typed; gives its exit code and the last thing it said. */
async function run(command: Command, ...words: string[]): Promise<[number, string]> {
  const code = await command(config, words);
  return [code, said.at(-1) ?? ""];
}
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("balai office, officer, routing", () => {
  it("bring a bare installation to where it can take reports, and say the same twice", async () => {
    const offices = file(
      "offices.csv",
      "code,name,region,parent\r\nkel-keputran,Kelurahan Keputran,35.78.05.1004,kota\r\nkota,Pemerintah Kota,35.78,\r\n",
    );
    expect(await run(officeCommand, "import", offices)).toEqual([0, "Kantor: 2 baru, 0 diubah, 0 tetap."]);
    expect(await run(officeCommand, "import", offices)).toEqual([0, "Kantor: 0 baru, 0 diubah, 2 tetap."]);
    expect(
      await run(officeCommand, "set", "dlh", "--name", "Dinas LH", "--region", "35.78", "--parent", "kota"),
    ).toEqual([0, "Kantor: 1 baru, 0 diubah, 0 tetap."]);
    said = [];
    await run(officeCommand, "list");
    expect(said).toEqual([
      "kota  35.78  Pemerintah Kota",
      "  dlh  35.78  Dinas LH",
      "  kel-keputran  35.78.05.1004  Kelurahan Keputran",
    ]);

    const add = ["add", "wati", "--name", "Wati", "--role", "agency-officer", "--office", "dlh"];
    const [code, link] = await run(officerCommand, ...add);
    expect(code).toBe(0);
    expect(link).toMatch(/^http:\/\/localhost:8080\/masuk\/petugas\/siapkan\/[\w-]{43}$/);
    expect(said.at(-2)).toMatch(/^Berikan tautan ini langsung kepada wati,.* berlaku sampai .* WIB:$/);
    expect(await run(officerCommand, ...add)).toEqual([1, expect.stringMatching(/^username: Petugas wati sudah ada/)]);
    const verifier = ["wati", "--role", "verifier", "--office", "kota"];
    expect(await run(officerCommand, "assign", ...verifier)).toEqual([0, "wati sekarang verifier di kota."]);
    expect(await run(officerCommand, "assign", ...verifier)).toEqual([0, "wati sudah verifier di kota."]);
    said = [];
    await run(officerCommand, "list");
    expect(said.map((line) => line.replace(/ +/g, " "))).toEqual([
      "wati menunggu tautan dipakai agency-officer dlh, verifier kota",
    ]);
    expect(await run(officerCommand, "end", ...verifier)).toEqual([0, "wati bukan lagi verifier di kota."]);
    const [, second] = await run(officerCommand, "reset", "wati");
    expect(second).toContain("/siapkan/");
    expect(second).not.toBe(link);
    expect(await run(officerCommand, "disable", "wati")).toEqual([0, "Akun wati ditutup: peran dan sesinya berakhir."]);
    expect((await run(officerCommand, "reset", "wati"))[0]).toBe(1);
    expect((await run(officerCommand, "enable", "wati"))[1]).toContain("/siapkan/");

    const rule = ["set", "reports.report", "waste", "35.78", "dlh", "--source", "SK 3/2026"];
    expect(await run(routingCommand, ...rule)).toEqual([0, "Aturan: 1 baru, 0 tetap."]);
    expect(await run(routingCommand, ...rule)).toEqual([0, "Aturan: 0 baru, 1 tetap."]);
    said = [];
    await run(routingCommand, "list");
    expect(said[0]).toMatch(/^reports\.report {2}waste {2}35\.78 {2}dlh {2}\d{4}-\d\d-\d\d {2}SK 3\/2026$/);
    expect(said[1]).toMatch(/^reports\.report, belum punya aturan: .*road-damage/);
    const end = ["end", "reports.report", "waste", "35.78"];
    expect((await run(routingCommand, ...end))[1]).toMatch(/^Aturan berakhir/);
    expect(await run(routingCommand, ...end)).toEqual([0, "Tidak ada aturan seperti itu."]);
    const list = file(
      "rules.csv",
      "service,key,region,office,from,source\nreports.report,waste,35.78,dlh,2026-01-01,SK 3/2026\nreports.report,tree,35.78,dlh,,\n",
    );
    expect(await run(routingCommand, "import", list)).toEqual([0, "Aturan: 2 baru, 0 tetap."]);
  });

  it("name the line and the field at fault, and change nothing then", async () => {
    const bad = file("bad.csv", "code,name,region,parent\nx-one,X,35.78,\nx-two,Y,99,\n");
    expect(await run(officeCommand, "import", bad)).toEqual([
      1,
      "baris 3, region: Wilayah 99 tidak ada di dalam wilayah Balai ini (35.78).",
    ]);
    said = [];
    await run(officeCommand, "list");
    expect(said.join()).not.toContain("x-one");
    const rules = file("bad-rules.csv", "service,key,region,office,from,source\nreports.report,waste,35.78,moon,,\n");
    expect(await run(routingCommand, "import", rules)).toEqual([
      1,
      "baris 2, office: Tidak ada kantor dengan kode moon.",
    ]);
    expect(await run(officeCommand, "import", file("head.csv", "code,name\na,b\n"))).toEqual([
      1,
      expect.stringMatching(/harus punya kolom code,name,region,parent\. Yang belum ada: region, parent\.$/),
    ]);
    expect((await run(officeCommand, "import", file("empty.csv", "code,name,region,parent\n")))[1]).toMatch(
      /tidak berisi/,
    );
    expect((await run(officeCommand, "import", join(folder, "none.csv")))[1]).toMatch(/tidak bisa dibaca/);
    const add = ["add", "baru", "--name", "Baru", "--office", "kota"];
    expect(await run(officerCommand, ...add, "--role", "raja")).toEqual([
      1,
      expect.stringMatching(/^role: Peran raja/),
    ]);
    expect(await run(officerCommand, "disable", "siapa")).toEqual([
      1,
      "username: Tidak ada petugas dengan nama pengguna siapa.",
    ]);
  });

  it.each([
    [officeCommand, []],
    [officeCommand, ["set"]],
    [officeCommand, ["set", "a", "b"]],
    [officeCommand, ["set", "kota", "--parent", "dlh", "--top"]],
    [officeCommand, ["list", "all"]],
    [officeCommand, ["remove", "kota"]],
    [officerCommand, []],
    [officerCommand, ["constructor", "x"]],
    [officerCommand, ["add", "baru", "--name", "Baru", "--role", "verifier"]],
    [officerCommand, ["add", "baru", "--password", "rahasia sekali"]],
    [officerCommand, ["reset"]],
    [officerCommand, ["disable", "wati", "--role", "verifier"]],
    [routingCommand, ["set", "reports.report", "waste", "35.78"]],
    [routingCommand, ["end", "reports.report", "waste", "35.78", "dlh"]],
    [routingCommand, ["import"]],
  ])("say how they are called, with code 2, at wrong words (%#)", async (command, words) => {
    const [code, sentence] = await run(command, ...words);
    expect(code).toBe(2);
    expect(sentence).toMatch(/^Cara pakai:\n {2}balai /);
  });

  it("say what to do when the database is not migrated, or is not there", async () => {
    const empty = await emptyDatabase();
    try {
      config = configOf(empty.url);
      expect(await run(officeCommand, "list")).toEqual([1, expect.stringContaining("run `balai migrate`")]);
      config = configOf("postgres://balai_app:x@127.0.0.1:1/balai");
      expect(await run(officeCommand, "list")).toEqual([1, expect.stringContaining("does not answer")]);
    } finally {
      config = configOf(database.url);
      await empty.close();
    }
  });
});
