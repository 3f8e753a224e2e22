import { lockDataFolder, makeCluster } from "../kernel/db/index.ts";
import { type Command, fail } from "./command.ts";

/** Makes the embedded database's folder and passwords, in a process of its own: it knows the superuser's password. */
export const initialise: Command = async ({ dataFolder }) => {
  const lock = lockDataFolder(dataFolder);
  if (!lock.ok) return fail(lock.error);
  try {
    const made = await makeCluster({ dataFolder });
    return made.ok ? 0 : fail(made.error);
  } finally {
    lock.value.release();
  }
};
