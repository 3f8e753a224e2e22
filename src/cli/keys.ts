import { join } from "node:path";
import type { Config } from "../kernel/config/index.ts";
import { addKey, createKeys, type FoundKey, loadKeys } from "../kernel/crypto/index.ts";
import { type Command, fail, wrongCall } from "./command.ts";
import { withKernel } from "./with-kernel.ts";

/** Makes, lists or rotates the keys in the data folder. They are in no backup: whoever loses them loses every sealed field. */
export const keysCommand: Command = async (config, [what, kind = "data"]) => {
  const { dataFolder, env } = config;
  const folder = join(dataFolder, "keys");
  if (what === "create") {
    if (!createKeys(folder, env)) return fail("There are keys already; they stay as they are.");
    console.log(`Keys made in ${folder}. Keep a copy in another place.`);
    return 0;
  }
  if (what === "rotate" && kind === "ledger") {
    const name = addKey(folder, env, kind);
    console.log(
      `New key ${name}. From the next start on it signs the public books beside the older ones, which stay trusted.`,
    );
    console.log(
      "Publish the new keys of the books (/ledger/<book>/key), and take the old one away when all who watch know it.",
    );
    return 0;
  }
  if (what === "rotate" && kind === "anchor") {
    const name = addKey(folder, env, kind);
    console.log(`New key ${name} in ${folder}. Copy the folder to its other place again.`);
    console.log(
      "It anchors on a chain once the other agencies have voted for its address (`balai anchor address`); until then an older one does.",
    );
    return 0;
  }
  if (what === "rotate" && kind === "document") {
    const name = addKey(folder, env, kind);
    console.log(`New key ${name}. From the next start on it signs the codes on new documents.`);
    console.log("Never take an older one away: the codes on paper that it signed are checked by it.");
    return 0;
  }
  if (what === "rotate" && (kind === "data" || kind === "index")) {
    const name = addKey(folder, env, kind);
    console.log(
      `New key ${name} in ${folder}. Copy the folder to its other place again, then restart Balai: it uses the new key from then on,`,
    );
    console.log("and makes anew what the older ones made. Keep these: `balai keys list` says when they may go.");
    return 0;
  }
  if (what === "list") return list(config, folder);
  return wrongCall(
    "Say `balai keys create`, `balai keys list`, or `balai keys rotate`, alone or with `index`, `ledger`, `anchor` or `document`.",
  );
};

/** Each key of which there may be several, newest first, what still needs it, and when an older one may go. */
function list(config: Config, folder: string): Promise<number> {
  return withKernel(config, async ({ privacy, accounts }) => {
    const given = process.env["BALAI_KEYS"];
    const keys = loadKeys({ folder, env: config.env, given });
    if (!keys.ok) return fail(keys.error.join("\n"));
    const { data, index, ledger, anchor, document } = keys.value;
    console.log(
      `Keys in ${given?.trim() ? "BALAI_KEYS" : folder}. Backups name a data key by the eight signs behind its name.`,
    );
    for (const line of linesOf(data, await privacy.dataKeyUse(), "sealed in the database")) console.log(line);
    for (const line of linesOf(index, await accounts.indexKeyUse(), "contacts found by it")) console.log(line);
    for (const line of linesOf(ledger, undefined, "signs the public books")) console.log(line);
    for (const line of linesOf(anchor, undefined, "anchors on a chain")) console.log(line);
    for (const line of linesOf(document, undefined, "signs the codes on documents")) console.log(line);
    console.log("The keys pseudonym and code are always needed.");
    if (data.length + index.length > 2) for (const sentence of aboutOlder) console.log(sentence);
    return 0;
  });
}

const aboutOlder = [
  "What older keys made, a running Balai makes anew with the newest: when it starts and once a day.",
  "Take an older key away a week after it came to 0, and only if no backup that you may restore names it.",
];

/** `use`: how many things still need each key, by its id; none for keys that all work at once. */
function linesOf(keys: readonly FoundKey[], use: ReadonlyMap<string, number> | undefined, what: string): string[] {
  return keys.map(({ name, id }, place) => {
    const age = place === 0 ? "newest" : "older";
    return `  ${name.padEnd(13)}  ${id}  ${age.padEnd(6)}  ${use === undefined ? what : `${use.get(id) ?? 0} ${what}`}`;
  });
}
