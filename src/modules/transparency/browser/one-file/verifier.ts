// Checks receipts on the reader's own device, without any network: the script of the page that people keep and pass on.
import { sha256 } from "@noble/hashes/sha2.js";
import {
  checkReceipt,
  parsePolicy,
  parseVerifierKey,
  type Trust,
  type Verdict,
} from "../../../../kernel/tlog/index.ts";
import { ownTools } from "../parts/own-tools.ts";

const form = part(document, "form", HTMLFormElement);
const results = part(document, "[data-results]", HTMLElement);
const template = part(document, "template", HTMLTemplateElement);
const files = part(form, "input[type=file]", HTMLInputElement);
const pasted = part(form, "[name=bukti]", HTMLTextAreaElement);
const trusted = part(form, "[name=kunci]", HTMLTextAreaElement);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void checkAll();
});
files.addEventListener("change", () => void checkAll());

async function checkAll(): Promise<void> {
  const receipts = await Promise.all(
    [...(files.files ?? [])].map(async (file) => ({ name: file.name, text: await file.text() })),
  );
  const text = pasted.value.trim();
  if (text !== "") receipts.push({ name: "", text: `${text}\n` });
  const trust = trustOf(trusted.value);
  const shown = await Promise.all(
    receipts.map(async (receipt) =>
      trust === undefined
        ? result(receipt.name, "wrong-keys")
        : result(receipt.name, await checkReceipt(ownTools, receipt.text.replaceAll("\r\n", "\n"), trust)),
    ),
  );
  results.replaceChildren(...(shown.length === 0 ? [result("", "nothing")] : shown));
  results.scrollIntoView({ block: "nearest" });
}

/** Lines that are keys of books, and those of a policy (C2SP tlog-policy) about witnesses. Undefined when a line is neither. */
function trustOf(text: string): Trust | undefined {
  const lines = text.split("\n").map((line) => line.trim());
  const keys = lines.flatMap((line) => parseVerifierKey(sha256, line) ?? []);
  const others = lines.filter((line) => line !== "" && parseVerifierKey(sha256, line) === undefined);
  if (others.length === 0) return { keys };
  const policy = parsePolicy(sha256, others.join("\n"));
  return policy.ok ? { keys: [...keys, ...policy.value.logs.map(({ key }) => key)], policy: policy.value } : undefined;
}

/** One of the answers that the page holds, with what the receipt says. */
function result(name: string, verdict: Verdict | "nothing" | "wrong-keys"): Node {
  const shown = document.importNode(template.content, true);
  part(shown, "[data-name]", HTMLElement).textContent = name;
  const answer = typeof verdict === "string" ? verdict : verdict.answer === "valid" ? "valid" : verdict.why;
  for (const each of shown.querySelectorAll<HTMLElement>("[data-answer]"))
    each.hidden = each.dataset["answer"] !== answer;
  const claims = part(shown, "[data-claims]", HTMLElement);
  if (typeof verdict === "string" || verdict.answer === "invalid") {
    claims.remove();
    return shown;
  }
  const said: Readonly<Record<string, string>> = {
    book: verdict.origin,
    place: `${verdict.index + 1n} / ${verdict.size}`,
    entry: inLines(verdict.entry),
    witnesses:
      verdict.answer === "valid"
        ? verdict.witnesses.map(({ name: witness, at }) => `${witness}, ${moment(at * 1000)}`).join("; ")
        : "",
  };
  for (const [what, text] of Object.entries(said)) {
    const place = part(claims, `[data-said=${what}]`, HTMLElement);
    if (text === "") place.closest("div")?.remove();
    else place.textContent = text;
  }
  return shown;
}

/** An entry is one long line of JSON. */
function inLines(entry: string): string {
  try {
    return JSON.stringify(JSON.parse(entry), null, 2);
  } catch {
    return entry;
  }
}

function moment(at: number): string {
  return new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "medium" });
}

/** What the page must have. */
function part<T extends Element>(within: ParentNode, selector: string, kind: new () => T): T {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}
