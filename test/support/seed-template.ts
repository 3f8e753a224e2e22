import { join } from "node:path";
import { projectRoot } from "../../src/kernel/config/index.ts";
import type { Database } from "../../src/kernel/db/index.ts";
import { loadRegions, readRegionFile, regionFile } from "../../src/kernel/regions/index.ts";
import { systemClock } from "../../src/kernel/time/index.ts";

/** Provinces and cities whose desa and kelurahan are in the template: Jakarta, Surabaya, and one city in each of the other zones. */
const withVillages = ["31", "35.78", "51.71", "91.71"];

/**
 * Rows that every test database has from the start; runs once per test run, on the template, as the owner role.
 * Regions: all down to the kecamatan, and the villages above. All 91,599 would make each clone 50 MB; who needs them loads them.
 */
export async function seedTemplate(owner: Database): Promise<void> {
  const { csv } = await readRegionFile(join(projectRoot, "data", "regions"));
  const lines = csv.split(/\r?\n/).filter((line) => {
    const code = line.slice(0, line.indexOf(","));
    return code.length < 13 || withVillages.some((region) => code.startsWith(`${region}.`));
  });
  const part = regionFile(lines.filter((line) => /^(kode|[\d.]+),/.test(line)).join("\n"), "part for tests");
  const loaded = await loadRegions({ db: owner, clock: systemClock }, part);
  if (!loaded.ok) throw new Error(`the region file is wrong: ${JSON.stringify(loaded.error)}`);
}
