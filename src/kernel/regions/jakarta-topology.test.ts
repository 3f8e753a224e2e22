import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../config/index.ts";
import { parseCsv } from "../time/index.ts";
import { codesFor, type KelurahanFeature, toTopology } from "./jakarta-topology.ts";
import { readRegionFile } from "./region-file.ts";

const folder = join(projectRoot, "data", "regions");

test("Jakarta's kelurahan file is made from its source, with codes: 253 by name, 8 by exception, one park by its kecamatan", async () => {
  const source = JSON.parse(await readFile(join(folder, "jakarta_kelurahan.geojson"), "utf8")) as {
    features: readonly KelurahanFeature[];
  };
  const exceptions = [...parseCsv(await readFile(join(folder, "jakarta_names.csv"), "utf8"))].map(({ fields }) => ({
    areaName: fields["area_name"] ?? "",
    parentName: fields["parent_name"] ?? "",
    code: fields["code"] ?? "",
  }));
  const jakarta = [...parseCsv((await readRegionFile(folder)).csv)]
    .map(({ fields }) => ({ code: fields["kode"] ?? "", name: fields["nama"] ?? "" }))
    .filter(({ code }) => code.startsWith("31."));
  const { codes, byName } = codesFor(source.features, jakarta, exceptions);
  expect(byName).toBe(253);
  expect(new Set(codes).size).toBe(262);
  expect(codes.filter((code) => code.length === 13)).toHaveLength(261);
  for (const code of codes) expect(jakarta.some((region) => region.code === code)).toBe(true);
  // Every mainland kelurahan of today has its area; the islands of Kepulauan Seribu (31.01) have none.
  const without = jakarta.filter(({ code }) => code.length === 13 && !codes.includes(code)).map(({ code }) => code);
  expect(without.every((code) => code.startsWith("31.01."))).toBe(true);
  await expect(toTopology(source.features, codes, [106.6, -6.5])).toMatchFileSnapshot(
    join(folder, "jakarta_kelurahan.topo.json"),
  );
});
