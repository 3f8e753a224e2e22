import { nameOf } from "./rules/purity.ts";
import { parsed, readTree, type SourceTree } from "./rules/tree.ts";

const nameProperties = /^(name|fullName|displayName|reporterName)$/;
/** What an object literal holds beside the name when it describes a person. */
const personProperties = /^(phone|username|email|nik)$/;

/** Names of the demo's invented persons: objects with a name and a contact, in sources and data whose path says "demo". */
export function demoNames(tree: SourceTree = readTree(["src"])): string[] {
  const names = new Set<string>();
  for (const source of parsed(tree, (file) => file.includes("demo") && !file.includes(".test."))) {
    source.walk({
      ObjectExpression(node) {
        const properties = node.properties.flatMap((each) => (each.type === "Property" ? [each] : []));
        if (!properties.some(({ key }) => personProperties.test(nameOf(key)))) return;
        for (const { key, value } of properties)
          if (nameProperties.test(nameOf(key)) && value.type === "Literal" && typeof value.value === "string")
            names.add(value.value);
      },
    });
  }
  return [...names].sort();
}
