import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { afterAll, beforeAll, expect, it } from "vitest";
import { migrate } from "../db/index.ts";
import { type OpenedDatabase, openedDatabase } from "./test-zoo.ts";
import { zooMigrations } from "./zoo-migrations.ts";

const rows = 200_000;
let folder: string;
let source: OpenedDatabase;
let target: OpenedDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "balai-memory-"));
  [source, target] = await Promise.all([openedDatabase(), openedDatabase()]);
  await migrate(source.ownerUrl, zooMigrations);
  await source.client.query(
    `insert into zoo.diary (line, at)
     select (select string_agg(md5(n::text || part), '') from generate_series(1, 20) part), now() from generate_series(1, $1::int) n`,
    [rows],
  );
});
afterAll(async () => {
  await Promise.all([source.close(), target.close()]);
  await rm(folder, { recursive: true });
});

it("memory does not grow with the data: 200,000 rows, 135 MB", async () => {
  const identity = await generateIdentity();
  const child = fileURLToPath(new URL("./memory.child.ts", import.meta.url));
  const args = [child, source.ownerUrl, target.ownerUrl, folder, await identityToRecipient(identity), identity];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const memory: { start: number; backup: number; restored: number } = JSON.parse(stdout);
  const megabyte = 1024 * 1024;
  expect((await stat(join(folder, "big.age"))).size).toBeGreaterThan(60 * megabyte);
  expect((memory.backup - memory.start) / megabyte).toBeLessThan(110);
  expect((memory.restored - memory.start) / megabyte).toBeLessThan(110);
  const { rows: counted } = await target.client.query("select count(*)::int as rows from zoo.diary");
  expect(counted).toEqual([{ rows }]);
}, 300_000);
