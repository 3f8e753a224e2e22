import { join } from "node:path";
import type { Config } from "../kernel/config/index.ts";
import { addKey, createKeys } from "../kernel/crypto/index.ts";
import { type Command, fail } from "./command.ts";
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
  if (what === "rotate" && (kind === "data" || kind === "index")) {
    const name = addKey(folder, env, kind);
    console.log(
      `New key ${name}. It is used from the next start on; then what the older ones made is made anew. Keep them until`,
    );
    console.log("`balai keys list` says that nothing needs them. Copy the folder to its other place again.");
    return 0;
  }
  if (what === "list") return list(config);
  return fail("Say `balai keys create`, `balai keys list`, `balai keys rotate`, or `balai keys rotate index`.");
};

/** Each key of which there may be several, newest first, and how many values still need it. */
function list(config: Config): Promise<number> {
  return withKernel(config, async ({ crypto, privacy, accounts }) => {
    const [data, index] = [await privacy.dataKeyUse(), await accounts.indexKeyUse()];
    for (const [kind, ids, use] of [
      ["data", crypto.keyIds(), data],
      ["index", crypto.indexKeyIds(), index],
    ] as const)
      for (const [place, id] of ids.entries())
        console.log(`${kind} ${id}  ${place === 0 ? "newest" : "older "}  ${use.get(id) ?? 0} values`);
    return 0;
  });
}
