export const en = {
  "backup.wrong-key": "The key does not fit the backup {file}, or the beginning of the file was changed.",
  "backup.damaged": "The backup {file} is damaged at {part}. Nothing was changed. Use another copy.",
  "backup.too-new": "The backup {file} was written by Balai {version}, which is newer. Update Balai first.",
  "backup.not-loaded": "The database refused the data of {table} (code {code}). Nothing was changed.",
  "backup.no-database": "The database cannot be reached. Make sure that it runs, then try again.",
  "backup.database-refused": "The database refused the command (code {code}). Nothing was changed.",
  "backup.disk-full": "The disk is full. The half-made file was removed. Free some space, then try again.",
  "backup.no-file": "The file {file} or its folder was not found.",
  "backup.file-exists": "The file {file} exists already. Use another name.",
  "backup.partial-exists":
    "The file {file} exists already: another backup is running or was interrupted. If none is running, remove that file.",
  "backup.file-refused": "The file {file} cannot be opened (code {code}).",
  "backup.bad-recipient": "The public key is not valid. A public key begins with age1.",
  "backup.bad-recipient.setting":
    "BALAI_BACKUP_RECIPIENT is not a valid public key. A public key begins with age1; several are parted by commas.",
  "backup.bad-identity": "The secret key is not valid. A secret key begins with AGE-SECRET-KEY-.",
  "backup.not-migrated": "This database was never set up. There is nothing to back up.",
  "backup.not-empty": "The target database is not empty. Restore only into an empty database.",
  "backup.restore-running": "Another restore is running on this database.",
  "backup.unknown-migration":
    "The backup of Balai {version} has {name}, which is not here. Use the same Balai or a newer one.",
  "backup.changed-migration": "{name} differs here from when the backup was made. Use Balai's original code.",
  "backup.migration-failed": "The tables could not be made: {reason} Nothing was changed.",
  "backup.restored-not-migrated": "The data are restored, but updating the tables failed: {reason}",
  "backup.done": "Backup done: {file}, {rows} rows of {tables} tables, {files} files.",
  "backup.done.hash": "SHA-256 {sha256}. Keep this number apart from the backup.",
  "backup.done.lost": "WARNING: {total} files are lost or damaged in the store. One of them is {path}.",
  "backup.verified":
    "The whole file was read and is sound: a backup of {at} by Balai {version}, {rows} rows of {tables} tables, {files} files.",
  "backup.verified.keys":
    "Its sealed fields open only with these data keys, which no backup holds: {keys}. Make sure that your copy of the folder keys has them; `balai keys list` shows them.",
  "backup.restored": "Restore done: {rows} rows of {tables} tables, {files} files, as of {at}.",
  "backup.restored.migrated": "{total} updates of the tables were run after it.",
  "backup.restored.missing-keys":
    "WARNING: the keys {keys} are not here. Copy your folder of keys before you start Balai.",
  "backup.restored.unknown-tables": "WARNING: the tables {tables} are unknown. Their rows were not restored.",
  "backup.restored.other-grants": "WARNING: the rights on the tables {tables} differ from the source. Check them.",
  "backup.files-missing": "WARNING: {total} files were lost already before the backup was made.",
  "backup.how":
    "Usage: balai backup FILE [--to age1…]… [--passphrase-file FILE], or balai backup --verify FILE [--identity-file FILE | --passphrase-file FILE]",
  "backup.restore.how": "Usage: balai restore FILE [--identity-file FILE | --passphrase-file FILE]",
  "backup.no-lock": "Name a public key with --to or BALAI_BACKUP_RECIPIENT, or a passphrase with --passphrase-file.",
  "backup.no-key": "Name a secret key with --identity-file, or a passphrase with --passphrase-file.",
  "backup.two-locks": "Choose one: public keys or a passphrase.",
  "backup.short-passphrase": "The passphrase is too short. Use at least {least} letters.",
} as const;
