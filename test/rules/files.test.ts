import { describe, expect, it } from "vitest";
import { doorsAndReadmes, noMachineTraces, nothingUnfinished, shortFiles, tellingNames } from "./files.ts";
import { readTree, treeOf } from "./tree.ts";

const tree = readTree();
const lines = (count: number) => "export {};\n".repeat(count);

describe("files are short, or say why not", () => {
  it("holds in the checkout", () => {
    expect(shortFiles(tree)).toEqual([]);
  });

  it("catches a long file and lets a reasoned one be", () => {
    expect(shortFiles(treeOf({ "src/a.ts": lines(401), "src/b.ts": lines(400) }))).toEqual(["src/a.ts:1: 401 lines"]);
    expect(shortFiles(treeOf({ "src/a.ts": `// Long because: one table of the law.\n${lines(500)}` }))).toEqual([]);
  });
});

describe("names say what is inside", () => {
  it("holds in the checkout", () => {
    expect(tellingNames(tree)).toEqual([]);
  });

  it.each(["src/kernel/utils/a.ts", "src/modules/reports/helpers.ts", "test/common.ts", "e2e/misc/a.ts"])(
    "catches %s",
    (file) => {
      expect(tellingNames(treeOf({ [file]: "" }))).toHaveLength(1);
    },
  );
});

describe("every part has its door, every module its README", () => {
  it("holds in the checkout", () => {
    expect(doorsAndReadmes(tree)).toEqual([]);
  });

  it("catches a missing one", () => {
    const planted = treeOf({ "src/modules/reports/store.ts": "", "src/kernel/forms/parse.ts": "" });
    expect(doorsAndReadmes(planted)).toEqual([
      "src/modules/reports/index.ts:1: is missing",
      "src/modules/reports/README.md:1: is missing",
      "src/kernel/forms/index.ts:1: is missing",
    ]);
  });
});

describe("nothing is left unfinished", () => {
  it("holds in the checkout", () => {
    expect(nothingUnfinished(tree)).toEqual([]);
  });

  it.each(["// TO" + "DO: later", "/* FIX" + "ME */", "// XX" + "X", "// @ts-" + "ignore"])("catches %s", (text) => {
    expect(nothingUnfinished(treeOf({ "src/a.ts": `export {};\n${text}` }))).toHaveLength(1);
  });

  it("takes words that only hold such letters for what they are", () => {
    expect(nothingUnfinished(treeOf({ "src/a.ts": '// todo.txt, XXXL, "0XXX-hackathon"' }))).toEqual([]);
  });
});

describe("no trace of the machine it was made on", () => {
  it("holds in the checkout", () => {
    expect(noMachineTraces(tree)).toEqual([]);
  });

  it.each([
    "/wo" + "rk/main/src",
    '"/ro' + 'ot/.npmrc"',
    "file at /ho" + "me/budi/balai",
    "https://regis" + "try.npmjs.org/pg",
  ])("catches %s", (text) => {
    expect(noMachineTraces(treeOf({ "docs/a.md": text }))).toHaveLength(1);
  });

  it("lets addresses of the site be", () => {
    expect(noMachineTraces(treeOf({ "src/a.tsx": '<a href="/workshop/a"><b>/rooted/x</b>' }))).toEqual([]);
    expect(noMachineTraces(treeOf({ "src/a.md": "https://example.id/home/berita/satu" }))).toEqual([]);
  });
});
