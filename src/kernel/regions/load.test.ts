import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { movableClock } from "../time/index.ts";
import { loadRegions } from "./load.ts";
import { regionFile } from "./region-file.ts";
import { createRegions } from "./regions.ts";

let database: TestDatabase;
const clock = movableClock("2026-11-24T03:00:00Z");

beforeAll(async () => {
  database = await testDatabase();
  await database.owner.pool.query("truncate regions.region, regions.load");
});
afterAll(() => database.close());

const head = "kode,nama,tingkat,kode_induk\n";
const before = regionFile(
  `${head}91,Papua,provinsi,\n91.01,Kabupaten Merauke,kabkota,91\n91.01.01,Merauke,kecamatan,91.01\n`,
  "old",
);
const after = regionFile(
  `${head}91,Papua Baru,provinsi,\n91.01,Kabupaten Merauke,kabkota,91\n93,Papua Selatan,provinsi,\n`,
  "new",
  "2027-01-01",
);
const load = (file: typeof before) => loadRegions({ db: database.db, clock }, file);
const loadedAgain = { ok: true, value: { loaded: false, rows: 0 } };

test("the app's role loads; the same file again does nothing; a wrong file changes nothing", async () => {
  expect(await load(before)).toEqual({ ok: true, value: { loaded: true, rows: 3 } });
  expect(await load(before)).toEqual(loadedAgain);
  for (const [rows, line] of [
    ["35,Jawa Timur,,\n35.78,,,\n", "3"],
    ["35.78,Kota Surabaya,,\n", "2"],
    ["35,Jawa Timur,,\n35,Jawa Timur,,\n", "3"],
    ["3578,Kota Surabaya,,\n", "2"],
  ] as const) {
    expect(await load(regionFile(head + rows, "wrong"))).toMatchObject({
      ok: false,
      error: { message: "regions.load.bad-row", params: { line } },
    });
  }
  expect(await load(regionFile(head, "empty"))).toMatchObject({ error: { message: "regions.load.empty" } });
  const { rows } = await database.db.pool.query("select count(*) from regions.region");
  expect(rows).toEqual([{ count: 3 }]);
});

test("a later file: what is gone ends, what is renamed goes on under the new name, and the past stays as it was", async () => {
  expect(await load(after)).toEqual({ ok: true, value: { loaded: true, rows: 3 } });
  expect(await load(after)).toEqual(loadedAgain);
  const regions = createRegions({ db: database.db, folder: "" });
  const name = async (code: string, at?: string) => (await regions.find(code, at))?.name;
  expect(await name("91.01.01")).toBeUndefined();
  expect(await name("91.01.01", "2026-12-31")).toBe("Merauke");
  expect(await name("91.01.01", "2027-01-01")).toBeUndefined();
  expect(await regions.find("91.01.01", "2020-05-05")).toMatchObject({ validFrom: undefined, validTo: "2027-01-01" });
  expect([await name("91", "2026-12-31"), await name("91", "2027-01-01"), await name("91")]).toEqual([
    "Papua",
    "Papua Baru",
    "Papua Baru",
  ]);
  expect(await name("93", "2026-12-31")).toBeUndefined();
  expect(await regions.find("93")).toMatchObject({ name: "Papua Selatan", validFrom: "2027-01-01" });
  expect((await regions.children("", "2026-12-31")).map((region) => region.name)).toEqual(["Papua"]);
  expect((await regions.children("91.01")).map((region) => region.name)).toEqual([]);
  expect((await regions.children("91.01", "2026-12-31")).map((region) => region.name)).toEqual(["Merauke"]);
  expect((await regions.search("merauke baru"))[0]?.code).toBe("91.01");
});

test("two processes that load at once load it once", async () => {
  const file = regionFile(`${head}91,Papua,provinsi,\n`, "race");
  const results = await Promise.all([load(file), load(file), load(file)]);
  expect(results.filter((result) => result.ok && result.value.loaded)).toHaveLength(1);
  const { rows } = await database.db.pool.query("select count(*) from regions.load where source = 'race'");
  expect(rows).toEqual([{ count: 1 }]);
});

test("the app's role cannot delete a region", async () => {
  await expect(database.db.pool.query("delete from regions.region")).rejects.toThrow("permission denied");
  await expect(database.db.pool.query("truncate regions.region")).rejects.toThrow("permission denied");
  await expect(database.db.pool.query("update regions.load set rows = 0")).rejects.toThrow("permission denied");
});
