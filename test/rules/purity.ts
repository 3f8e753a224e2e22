import type { ESTree } from "vite";
import { isTest, parsed, type Rule } from "./tree.ts";

const clockOwners = /^src\/kernel\/(time|ids)\/|\/browser\//;
const randomOwners = /^src\/kernel\/(ids|crypto)\/|\/browser\//;
const randomFunctions = new Set(["randomBytes", "randomUUID", "randomInt", "randomFillSync", "randomFill"]);
/** Pure functions of node:crypto: what domain rules about hashes and receipts may use. */
const pureCrypto = new Set(["createHash", "createHmac", "hash", "timingSafeEqual"]);

/** Time comes from a Clock and randomness from kernel/ids, so that every rule can be tested at any moment. */
export const noHiddenClock: Rule = (tree) =>
  parsed(tree, (file) => file.startsWith("src/") && !isTest(file)).flatMap((source) => {
    const faults: string[] = [];
    const report = (at: ESTree.Node, what: string): void => {
      if (!source.allowed(at, "clock")) faults.push(source.fault(at, `${what}: take a Clock or an argument instead`));
    };
    const clockFree = !clockOwners.test(source.file);
    source.walk({
      NewExpression(node) {
        if (clockFree && nameOf(node.callee) === "Date" && node.arguments.length === 0) report(node, "new Date()");
      },
      CallExpression(node) {
        const name = nameOf(node.callee);
        if (clockFree && (name === "Date.now" || name === "Date" || name.startsWith("Temporal.Now.")))
          report(node, name);
        if (clockFree && name === "Math.random") report(node, name);
        if (!randomOwners.test(source.file) && randomFunctions.has(name.split(".").at(-1) ?? "")) report(node, name);
      },
    });
    return faults;
  });

/** A domain folder may hash, but takes no randomness from node:crypto; dependency rules see files, not names. */
export const domainHashesOnly: Rule = (tree) =>
  parsed(tree, (file) => /^src\/.*\/domain\//.test(file) && !isTest(file)).flatMap((source) => {
    const faults: string[] = [];
    source.walk({
      ImportDeclaration(node) {
        if (node.source.value !== "node:crypto" || node.importKind === "type") return;
        for (const specifier of node.specifiers) {
          const name = specifier.type === "ImportSpecifier" ? nameOf(specifier.imported) : "*";
          if (!pureCrypto.has(name)) faults.push(source.fault(node, `domain imports ${name} of node:crypto`));
        }
      },
    });
    return faults;
  });

/** `Date.now` for a member expression of plain names, else "". */
export function nameOf(node: ESTree.Node): string {
  if (node.type === "Identifier") return node.name;
  if (node.type === "ParenthesizedExpression") return nameOf(node.expression);
  if (node.type === "MemberExpression" && !node.computed) {
    const object = nameOf(node.object);
    return object === "" ? nameOf(node.property) : `${object}.${nameOf(node.property)}`;
  }
  return "";
}
