import type { ESTree } from "vite";
import { parsed, type Rule } from "./tree.ts";

const spokenAttributes = new Set([
  "aria-label",
  "aria-description",
  "aria-roledescription",
  "aria-valuetext",
  "aria-placeholder",
  "title",
  "placeholder",
  "alt",
  "label",
]);
/** Tests, and the examples of components, which show invented content. */
const notForPeople = /\.(test|examples)\.tsx$/;
const letter = /\p{L}/u;

/** Every string a person reads is a message key; a proper name may stand with a comment `allow text: <reason>`. */
export const noHardCodedSentences: Rule = (tree) =>
  parsed(tree, (file) => file.startsWith("src/") && file.endsWith(".tsx") && !notForPeople.test(file)).flatMap(
    (source) => {
      const faults: string[] = [];
      const report = (at: ESTree.Node, text: string): void => {
        // The text of an element begins after a line break: its line is that of its first letter.
        const start = at.start + Math.max(0, source.text.slice(at.start, at.end).search(letter));
        if (source.allowed({ start }, "text")) return;
        faults.push(source.fault({ start }, `"${text.trim()}" is no message key`));
      };
      source.walk({
        JSXText(node) {
          if (letter.test(node.value.replace(/&\w+;/g, ""))) report(node, node.value);
        },
        JSXElement(node) {
          for (const child of node.children) reportLiterals(child, report);
        },
        JSXFragment(node) {
          for (const child of node.children) reportLiterals(child, report);
        },
        JSXAttribute(node) {
          if (node.name.type !== "JSXIdentifier" || !spokenAttributes.has(node.name.name) || node.value === null)
            return;
          if (node.value.type === "Literal" && typeof node.value.value === "string" && letter.test(node.value.value))
            report(node.value, node.value.value);
          else reportLiterals(node.value, report);
        },
      });
      return faults;
    },
  );

/** Strings that an expression between braces can show: alone, in a template, or as a branch of ?:, &&, ||, ??. */
function reportLiterals(node: ESTree.Node, report: (at: ESTree.Node, text: string) => void): void {
  if (node.type === "JSXExpressionContainer" || node.type === "ParenthesizedExpression")
    reportLiterals(node.expression, report);
  else if (node.type === "ConditionalExpression") {
    reportLiterals(node.consequent, report);
    reportLiterals(node.alternate, report);
  } else if (node.type === "LogicalExpression") {
    reportLiterals(node.left, report);
    reportLiterals(node.right, report);
  } else if (node.type === "Literal" && typeof node.value === "string" && letter.test(node.value))
    report(node, node.value);
  else if (node.type === "TemplateLiteral") {
    const text = node.quasis.map((quasi) => quasi.value.raw).join("…");
    if (letter.test(text)) report(node, text);
  }
}
