import { join } from "node:path";
import { parseArgs } from "node:util";
import { type RestoreReport, restore } from "../kernel/backup/index.ts";
import { findMigrations, withDatabaseUrl } from "../kernel/db/index.ts";
import type { Translate } from "../kernel/ui/index.ts";
import { dataKeyIds, keyOf, operatorTexts } from "./backup-options.ts";
import { type Command, fail, wrongCall } from "./command.ts";

/** `balai restore FILE`: brings a backup into an empty database and the store of files. Warnings do not change exit code 0. */
export const restoreCommand: Command = async (config, args) => {
  const t = operatorTexts(process.env);
  const words = wordsOf(args);
  const [path, ...more] = words?.positionals ?? [];
  if (words === undefined || path === undefined || more.length > 0) return wrongCall(t("backup.restore.how"));
  const key = keyOf(words.values);
  if (!key.ok) return fail(t(key.error.message, key.error.params));
  const keyIds = dataKeyIds(config, process.env["BALAI_KEYS"], (fault) => console.error(fault));
  const filesFolder = join(config.dataFolder, "files");
  const migrations = findMigrations(config.projectRoot);
  const run = await withDatabaseUrl(config, "owner", (ownerUrl) =>
    restore({ ownerUrl, migrations, filesFolder, keyIds }, path, key.value),
  );
  if (!run.ok) return fail(run.error);
  if (!run.value.ok) return fail(t(run.value.error.message, run.value.error.params));
  tell(run.value.value, t);
  return 0;
};

function wordsOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { "passphrase-file": { type: "string" }, "identity-file": { type: "string" } },
    });
  } catch {
    return undefined;
  }
}

function tell(report: RestoreReport, t: Translate): void {
  const {
    createdAt: at,
    rows,
    tables,
    files,
    migrated,
    missingKeys,
    unknownTables,
    otherGrants,
    filesMissing,
  } = report;
  console.log(t("backup.restored", { at, rows, tables, files }));
  if (migrated > 0) console.log(t("backup.restored.migrated", { total: migrated }));
  if (missingKeys.length > 0) console.error(t("backup.restored.missing-keys", { keys: missingKeys.join(", ") }));
  if (unknownTables.length > 0)
    console.error(t("backup.restored.unknown-tables", { tables: unknownTables.join(", ") }));
  if (otherGrants.length > 0) console.error(t("backup.restored.other-grants", { tables: otherGrants.join(", ") }));
  if (filesMissing > 0) console.error(t("backup.files-missing", { total: filesMissing }));
}
