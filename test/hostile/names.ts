import { modules } from "../../src/app.ts";
import type { Question } from "../../src/kernel/services/index.ts";
import { readTree } from "../rules/tree.ts";

/** Every name under which some route reads a query or a form field, found in the sources and the definitions. */
export function fieldNames(): string[] {
  const names = new Set<string>();
  for (const [file, text] of readTree(["src"])) {
    if (!/\.tsx?$/.test(file) || file.includes(".test.")) continue;
    for (const [, name] of text.matchAll(/\bname="([\w.-]+)"/g)) add(names, name);
    for (const [, name] of text.matchAll(/\b(?:query|body|fields|form|posted)\??\.(?:get\(")?([a-z_]\w*)/gi))
      add(names, name);
    for (const [, name] of text.matchAll(/\b(?:query|body|fields|form)\["([\w.-]+)"\]/g)) add(names, name);
    for (const [, block = ""] of text.matchAll(/(?:Querystring|Body)[^{]{0,20}\{([^}]*)\}/g))
      for (const [, name] of block.matchAll(/(\w+)\??:/g)) add(names, name);
  }
  for (const { definition } of modules.flatMap((module) => module.services ?? [])) {
    const asked = [
      definition.ask,
      ...Object.values(definition.flow.states).flatMap(({ may }) => Object.values(may).map(({ ask }) => ask)),
    ];
    for (const question of asked.flat()) for (const name of partsOf(question)) names.add(name);
  }
  names.delete("_csrf");
  return [...names].toSorted();
}

function add(names: Set<string>, name: string | undefined): void {
  if (name !== undefined) names.add(name);
}

function partsOf(question: Question): string[] {
  const parts = [
    "",
    ".region",
    ".landmark",
    ".lat",
    ".lng",
    ".value",
    ".confirm",
    ".rows",
    ".add",
    ".remove",
    ".search",
    ".province",
    ".regency",
    ".district",
    ".village",
  ];
  return parts.map((part) => question.name + part);
}
