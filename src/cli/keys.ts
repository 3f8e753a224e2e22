import { join } from "node:path";
import { addDataKey, createKeys } from "../kernel/crypto/index.ts";
import { type Command, fail } from "./command.ts";

/** Makes or rotates the keys in the data folder. They are in no backup: whoever loses them loses every sealed field. */
export const keysCommand: Command = async ({ dataFolder, env }, [what]) => {
  const folder = join(dataFolder, "keys");
  if (what === "create") {
    if (!createKeys(folder, env)) return fail("There are keys already; they stay as they are.");
    console.log(`Keys made in ${folder}. Keep a copy in another place.`);
    return 0;
  }
  if (what === "rotate") {
    console.log(`New data key ${addDataKey(folder, env)}. It is used from the next start on; keep the older ones.`);
    return 0;
  }
  return fail("Say `balai keys create` or `balai keys rotate`.");
};
