import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/setup.mjs";

/** The part of docs/deploy.md that takes a village from nothing to its first report, as text to run. */
export interface Guide {
  /** What /etc/balai.env holds, by name. */
  readonly settings: Readonly<Record<string, string>>;
  /** What is typed into a shell, block by block. */
  readonly shell: readonly string[];
}

export function readGuide(): Guide {
  const page = readFileSync(join(root, "docs/deploy.md"), "utf8");
  const section = /^## The whole way, for one village\n(.*?)^## /ms.exec(page)?.[1];
  if (section === undefined) throw new Error("docs/deploy.md lacks its walk-through");
  const blocks = [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, text = ""]) => ({
    language,
    text,
  }));
  const settings = blocks
    .filter(({ language }) => language === "ini")
    .flatMap(({ text }) => text.trim().split("\n"))
    .map((line): [string, string] => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
  return {
    settings: Object.fromEntries(settings),
    shell: blocks.filter(({ language }) => language === "sh").map(({ text }) => text),
  };
}
