import { join } from "node:path";
import { parseArgs } from "node:util";
import { backUp, verifyBackup } from "../kernel/backup/index.ts";
import { withDatabaseUrl } from "../kernel/db/index.ts";
import { systemClock } from "../kernel/time/index.ts";
import type { Translate } from "../kernel/ui/index.ts";
import { dataKeyIds, keyOf, lockOf, operatorTexts } from "./backup-options.ts";
import { type Command, fail, wrongCall } from "./command.ts";

/**
 * `balai backup FILE` writes everything of the instance into a new encrypted file; `balai backup --verify FILE` checks one.
 * Exit code 1 also when files were lost from the store: the backup is written, but somebody must look.
 * `storedFilesSql` is the query by which the part `files` names what lies in its store.
 */
export function backupCommand(storedFilesSql: string): Command {
  return async (config, args) => {
    const t = operatorTexts(process.env);
    const words = wordsOf(args);
    const [path, ...more] = words?.positionals ?? [];
    if (words === undefined || path === undefined || more.length > 0) return wrongCall(t("backup.how"));
    if (words.values.verify) return verify(path, words.values, t);
    const lock = lockOf(words.values, process.env["BALAI_BACKUP_RECIPIENT"]);
    if (!lock.ok) return fail(t(lock.error.message, lock.error.params));
    const keyIds = dataKeyIds(config, process.env["BALAI_KEYS"], (fault) => console.error(fault));
    const files = { folder: join(config.dataFolder, "files"), sql: storedFilesSql };
    const run = await withDatabaseUrl(config, "owner", (ownerUrl) =>
      backUp({ ownerUrl, files, keyIds, version: config.version, clock: systemClock }, path, lock.value),
    );
    if (!run.ok) return fail(run.error);
    if (!run.value.ok) {
      const { message, params } = run.value.error;
      const isSetting = message === "backup.bad-recipient" && words.values.to === undefined;
      return isSetting ? wrongCall(t("backup.bad-recipient.setting")) : fail(t(message, params));
    }
    const made = run.value.value;
    console.log(t("backup.done", { file: made.file, rows: made.rows, tables: made.tables, files: made.files }));
    console.log(t("backup.done.hash", { sha256: made.sha256 }));
    const [lost] = made.lost;
    return lost === undefined ? 0 : fail(t("backup.done.lost", { total: made.lost.length, path: lost }));
  };
}

type Words = NonNullable<ReturnType<typeof wordsOf>>["values"];

function wordsOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        to: { type: "string", multiple: true },
        "passphrase-file": { type: "string" },
        "identity-file": { type: "string" },
        verify: { type: "boolean", default: false },
      },
    });
  } catch {
    return undefined;
  }
}

async function verify(path: string, words: Words, t: Translate): Promise<number> {
  const key = keyOf(words);
  if (!key.ok) return fail(t(key.error.message, key.error.params));
  const checked = await verifyBackup(path, key.value);
  if (!checked.ok) return fail(t(checked.error.message, checked.error.params));
  const { createdAt: at, balai: version, rows, tables, files, filesMissing, keyIds } = checked.value;
  console.log(t("backup.verified", { at, version, rows, tables, files }));
  if (keyIds.length > 0) console.log(t("backup.verified.keys", { keys: keyIds.join(", ") }));
  if (filesMissing > 0) console.error(t("backup.files-missing", { total: filesMissing }));
  return 0;
}
