import { describe, expect, it } from "vitest";
import { sameMessages, usedMessages } from "./messages.ts";
import { readTree, treeOf } from "./tree.ts";

const house = (files: Readonly<Record<string, string>>) =>
  treeOf({
    "src/modules/reports/messages/id.ts": `export const id = {
  "reports.title": "Laporan",
  "reports.state.open": "Dibuka {when}",
  "reports.state.closed": "Ditutup",
} as const;`,
    "src/modules/reports/messages/en.ts": `export const en = {
  "reports.title": "Reports",
  "reports.state.open": "Opened {when}",
  "reports.state.closed": "Closed",
} as const;`,
    "src/modules/reports/page.tsx":
      'export const P = () => <h1>{t("reports.title")}{t(`reports.state.${state}`)}</h1>;',
    ...files,
  });
const sources = readTree(["src"]);

describe("id and en say the same", () => {
  it("holds in the sources", () => {
    expect(sameMessages(sources)).toEqual([]);
  });

  it("holds in a sound house", () => {
    expect(sameMessages(house({}))).toEqual([]);
  });

  it.each([
    ["a key missing in en", "id", '{ "floods.a": "Satu" }', /floods\.a is missing in en/],
    ["a key missing in id", "en", '{ "floods.a": "One" }', /floods\.a is missing in id/],
    ["an empty sentence", "en", '{ "reports.title": " " }', /exists twice|is empty/],
    ["a key in two parts", "id", '{ "reports.title": "Judul" }', /exists twice/],
    ["a key that is no string", "id", '{ [key]: "Judul" }', /must be a string/],
  ])("catches %s", (_what, language, object, fault) => {
    const file = `src/modules/floods/messages/${language}.ts`;
    expect(sameMessages(house({ [file]: `export const ${language} = ${object} as const;` }))).toContainEqual(
      expect.stringMatching(fault),
    );
  });

  it("catches other parameters", () => {
    const english =
      'export const en = { "reports.title": "Reports", "reports.state.open": "Opened {at}", "reports.state.closed": "Closed" };';
    expect(sameMessages(house({ "src/modules/reports/messages/en.ts": english }))).toEqual([
      expect.stringContaining("reports.state.open has other parameters"),
    ]);
  });
});

describe("plurals", () => {
  const plural = house({
    "src/modules/floods/messages/id.ts": 'export const id = { "floods.gauges.other": "{count} alat" } as const;',
    "src/modules/floods/messages/en.ts":
      'export const en = { "floods.gauges.one": "{count} gauge", "floods.gauges.other": "{count} gauges" } as const;',
    "src/modules/floods/page.ts": 'export const a = t("floods.gauges", { count: 2 });',
  });

  it("may have more forms in English, and are asked for by their stem", () => {
    expect(sameMessages(plural)).toEqual([]);
    expect(usedMessages(plural)).toEqual([]);
  });
});

describe("keys and their use agree", () => {
  it("holds in the sources", () => {
    expect(usedMessages(sources)).toEqual([]);
  });

  it("holds in a sound house", () => {
    expect(usedMessages(house({}))).toEqual([]);
  });

  it.each([
    ["t", 'export const a = t("reports.titel");'],
    ["a translator's t", 'export const a = ui.t("id", "reports.titel");'],
    ["a problem", 'export const a = problem("conflict", "reports.titel");'],
    ["a field error", 'export const a = { field: "x", message: "reports.titel" };'],
    ["a sibling of known keys", 'export const a = ["reports.state.opened"];'],
  ])("catches an unknown key in %s", (_what, text) => {
    expect(usedMessages(house({ "src/modules/reports/a.ts": text }))).toEqual([
      expect.stringMatching(/^src\/modules\/reports\/a\.ts:1: reports\.\S+ has no message$/),
    ]);
  });

  it("catches a key that nobody uses", () => {
    const page = 'export const P = () => <h1>{t("reports.title")}{t("reports.state.open")}</h1>;';
    expect(usedMessages(house({ "src/modules/reports/page.tsx": page }))).toEqual([
      "src/modules/reports/messages/id.ts:4: reports.state.closed is used nowhere",
    ]);
  });

  it("follows a stem to its endings", () => {
    const stem = house({
      "src/modules/floods/messages/id.ts":
        'export const id = { "floods.news.title": "Kabar", "floods.old.title": "Lama" };',
      "src/modules/floods/news.ts": 'export const a = { key: "floods.news" }; export const b = t(`${a.key}.title`);',
    });
    expect(usedMessages(stem)).toEqual([expect.stringContaining("floods.old.title is used nowhere")]);
  });

  it("takes events of the log and actions for what they are", () => {
    const text = 'log.info("reports.state.changed"); export const a = { action: "reports.read" };';
    expect(usedMessages(house({ "src/modules/reports/a.ts": text }))).toEqual([]);
  });
});
