import type { Rule } from "./tree.ts";

const code = /\.(ts|tsx|mjs|cjs|css|sql)$/;
const maxLines = 400;

/** A file over 400 lines says in its first lines why. */
export const shortFiles: Rule = (tree) =>
  [...tree].flatMap(([file, text]) => {
    if (!code.test(file) || file.includes(".generated.")) return [];
    const lines = text.split("\n");
    const count = lines.at(-1) === "" ? lines.length - 1 : lines.length;
    const reasoned = /(\/\/|\/\*|--) Long because: \S/.test(lines.slice(0, 3).join("\n"));
    return count > maxLines && !reasoned ? [`${file}:1: ${count} lines`] : [];
  });

/** Names say what is inside; these say nothing. */
export const tellingNames: Rule = (tree) =>
  [...tree.keys()].flatMap((file) => {
    const empty = file.split("/").find((part) => /^(utils?|helpers?|commons?|misc|stuff|lib)(\.|$)/i.test(part));
    return empty === undefined ? [] : [`${file}:1: "${empty}" does not say what is inside`];
  });

/** Every module has its door and its README; every kernel part its door. */
export const doorsAndReadmes: Rule = (tree) => {
  const folders = new Set([...tree.keys()].flatMap((file) => /^src\/(?:kernel|modules)\/[^/]+(?=\/)/.exec(file) ?? []));
  return [...folders].flatMap((folder) => {
    const wanted = folder.startsWith("src/modules/") ? ["index.ts", "README.md"] : ["index.ts"];
    return wanted
      .map((name) => `${folder}/${name}`)
      .filter((file) => !tree.has(file))
      .map((file) => `${file}:1: is missing`);
  });
};

// Put together here, so that this file and its test do not break the rule they state.
const unfinishedMarks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "@ts-" + "ignore", "@ts-no" + "check"];
const unfinished = new RegExp(`(?<![\\w-])(${unfinishedMarks.join("|")})(?![\\w-])`);

/** Nothing is left half done: what is missing is an issue, not a mark in the code. */
export const nothingUnfinished: Rule = (tree) => linesMatching(tree, unfinished, (mark) => `holds ${mark}`);

const machineFolders = ["wo" + "rk", "ro" + "ot", "ho" + "me/[a-z][\\w-]*"];
const registries = ["regis" + "try\\.(?:npm|yarn)\\w*\\.\\w+", "npm" + "mirror\\.\\w+"];
const machine = new RegExp(`(?<![\\w.:/-])/(?:${machineFolders.join("|")})/|${registries.join("|")}`);

/** Nothing of the machine it was made on: no paths of its folders, no package registry. */
export const noMachineTraces: Rule = (tree) => linesMatching(tree, machine, (trace) => `holds ${trace}`);

function linesMatching(
  tree: ReadonlyMap<string, string>,
  pattern: RegExp,
  sentence: (found: string) => string,
): string[] {
  return [...tree].flatMap(([file, text]) =>
    text.split("\n").flatMap((line, index) => {
      const found = pattern.exec(line);
      return found === null ? [] : [`${file}:${index + 1}: ${sentence(found[0])}`];
    }),
  );
}
