import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { projectRoot } from "../config/index.ts";
import { systemClock } from "../time/index.ts";
import { loadRegions } from "./load.ts";
import { readRegionFile } from "./region-file.ts";
import { createRegions, type Regions } from "./regions.ts";

let database: TestDatabase;
let regions: Regions;

beforeAll(async () => {
  database = await testDatabase();
  // The template has a part of the villages; here all are loaded, by the app's role.
  await database.owner.pool.query("truncate regions.region, regions.load");
  const folder = join(projectRoot, "data", "regions");
  const loaded = await loadRegions({ db: database.db, clock: systemClock }, await readRegionFile(folder));
  expect(loaded).toEqual({ ok: true, value: { loaded: true, rows: 91_599 } });
  await database.owner.pool.query("analyze regions.region");
  regions = createRegions({ db: database.db, folder });
}, 120_000);
afterAll(() => database.close());

const keputran = "35.78.05.1004";

test("all 91,599 codes are there: 38 provinces, 514 kabupaten and kota, 7,285 kecamatan, 83,762 desa and kelurahan", async () => {
  const { rows } = await database.db.pool.query("select level, count(*) from regions.region group by level");
  expect(Object.fromEntries(rows.map(({ level, count }) => [level, count]))).toEqual({
    province: 38,
    regency: 514,
    district: 7_285,
    village: 83_762,
  });
});

test("names with commas, line breaks and spaces at the end are read right", async () => {
  expect((await regions.find("12.07.28.1007"))?.name).toBe("Lubuk Pakam I,II");
  expect((await regions.find("14.02.09.2010"))?.name).toBe("Lambang Sari I, II, III");
  expect((await regions.find("31.72"))?.name).toBe("Kota Administrasi Jakarta Utara");
  const { rows } = await database.db.pool.query("select code from regions.region where name ~ '[\\n\\r\\t]|^ | $|  '");
  expect(rows).toEqual([]);
});

describe("by code", () => {
  test("a region with its level and the one above", async () => {
    expect(await regions.find(keputran)).toEqual({
      code: keputran,
      name: "Keputran",
      level: "village",
      parent: "35.78.05",
      validFrom: undefined,
      validTo: undefined,
    });
  });

  test("what is no code, or no region, is not found", async () => {
    for (const code of ["", "35.7", "99", "35.78.99", "35.78.08.100", "35'; drop table", "%", "35.78.08.1002.1"]) {
      expect(await regions.find(code)).toBeUndefined();
      expect(await regions.fullName(code)).toBeUndefined();
    }
  });

  test("down and up the tree", async () => {
    expect(await regions.children("")).toHaveLength(38);
    const districts = await regions.children("35.78");
    expect(districts).toHaveLength(31);
    expect(districts.map(({ name }) => name)).toEqual(districts.map(({ name }) => name).toSorted());
    expect((await regions.children("35.78.05")).map(({ name }) => name)).toContain("Keputran");
    expect((await regions.ancestors(keputran)).map(({ code }) => code)).toEqual(["35", "35.78", "35.78.05"]);
    expect(await regions.children(keputran)).toEqual([]);
  });

  test("the full name ends with the kabupaten or kota", async () => {
    expect(await regions.fullName(keputran)).toBe("Keputran, Tegalsari, Kota Surabaya");
    expect(await regions.fullName("35.78")).toBe("Kota Surabaya");
    expect(await regions.fullName("35")).toBe("Jawa Timur");
    const many = await regions.fullNames([keputran, "35.78.05", "00.00", keputran]);
    expect([...many]).toEqual([
      [keputran, "Keputran, Tegalsari, Kota Surabaya"],
      ["35.78.05", "Tegalsari, Kota Surabaya"],
    ]);
  });
});

describe("search by name", () => {
  const names = async (text: string, options = {}) =>
    (await regions.search(text, options)).map(({ fullName }) => fullName);

  test.each([
    ["surabaya", "Kota Surabaya"],
    ["KOTA SURABAYA", "Kota Surabaya"],
    ["keputran tegalsari", "Keputran, Tegalsari, Kota Surabaya"],
    ["kel. Keputran, kec. Tegalsari, Kota Surabaya", "Keputran, Tegalsari, Kota Surabaya"],
    ["keputr surab", "Keputran, Tegalsari, Kota Surabaya"],
    ["tegalsari surabaya", "Tegalsari, Kota Surabaya"],
    ["kec tegalsari surabaya", "Tegalsari, Kota Surabaya"],
    // joined and parted
    ["kebonjeruk", "Kebon Jeruk, Kota Administrasi Jakarta Barat"],
    ["pulo gadung", "Pulogadung, Kota Administrasi Jakarta Timur"],
    ["pulo gadung jakarta", "Pulogadung, Kota Administrasi Jakarta Timur"],
    // accents and apostrophes
    ["Képutrán surabaya", "Keputran, Tegalsari, Kota Surabaya"],
    // spelling
    ["jogjakarta", "Kota Yogyakarta"],
    ["soerabaja", "Kota Surabaya"],
    ["wonocromo surabaya", "Wonokromo, Kota Surabaya"],
    ["keputeran surabaya", "Keputran, Tegalsari, Kota Surabaya"],
    // a kabupaten before the kota of that name only when asked
    ["kab bandung", "Kabupaten Bandung"],
    ["kota bandung", "Kota Bandung"],
  ])("%s → %s", async (text, first) => {
    expect((await names(text, { limit: 5 }))[0]).toBe(first);
  });

  test("“kota baru” is also a name", async () => {
    const found = await names("kota baru", { limit: 100 });
    expect(found[0]).toMatch(/^Kota ?baru/i);
    expect(found).toContain("Kabupaten Kotabaru");
  });

  test("stays within a region and a level", async () => {
    const found = await regions.search("tegalsari", { within: "35", level: "village", limit: 50 });
    expect(found.length).toBeGreaterThan(5);
    expect(found.every(({ code, level }) => code.startsWith("35.") && level === "village")).toBe(true);
    expect(await regions.search("keputran", { within: "51" })).toEqual([]);
  });

  test("nothing, one letter, signs only or something like SQL gives nothing and breaks nothing", async () => {
    for (const text of ["", "a", "!!!", "':* & |", "%", "\u0000", "x".repeat(10_000), "\u202e\u{1f600}", "zzqqzz"]) {
      expect(await regions.search(text)).toEqual([]);
    }
    expect(await regions.search("keputran", { within: "%" })).toEqual([]);
  });

  test("is quick for the most common beginnings", async () => {
    const start = performance.now();
    for (const text of ["su", "ka", "desa sumber", "tanjung", "jawa"]) await regions.search(text);
    // Each some 20–60 ms here; a scan without the index takes seconds.
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
