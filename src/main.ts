import type { Command } from "./cli/command.ts";
import { readConfig } from "./kernel/config/index.ts";

/** Every command of `balai`; a command's code is loaded only when it is called. */
const commands: Readonly<Record<string, { summary: string; load: () => Promise<Command> }>> = {
  start: {
    summary: "Starts everything and serves until Ctrl-C.",
    load: async () => (await import("./cli/start.ts")).start,
  },
  migrate: {
    summary: "Brings the database up to this version (role owner).",
    load: async () => (await import("./cli/migrate.ts")).migrateCommand,
  },
  initialise: {
    summary: "Makes the embedded database in the data folder; start does it by itself.",
    load: async () => (await import("./cli/initialise.ts")).initialise,
  },
  backup: {
    summary: "Writes everything into one encrypted file, or checks one (--verify).",
    load: async () => {
      const [{ backupCommand }, { storedFilesSql }] = await Promise.all([
        import("./cli/backup.ts"),
        import("./kernel/files/index.ts"),
      ]);
      return backupCommand(storedFilesSql);
    },
  },
  restore: {
    summary: "Brings a backup into an empty database.",
    load: async () => (await import("./cli/restore.ts")).restoreCommand,
  },
  keys: {
    summary:
      "keys create: makes the keys of a production installation; keys rotate: adds a new one; keys list: which are needed.",
    load: async () => (await import("./cli/keys.ts")).keysCommand,
  },
  office: {
    summary: "Offices: office list, office set, office import.",
    load: async () => (await import("./cli/office.ts")).officeCommand,
  },
  officer: {
    summary: "Officers: officer list, add, assign, end, disable, enable, reset.",
    load: async () => (await import("./cli/officer.ts")).officerCommand,
  },
  routing: {
    summary: "Which office gets which cases: routing list, set, end, import.",
    load: async () => (await import("./cli/routing.ts")).routingCommand,
  },
  verify: {
    summary: "Checks a receipt of a public book, without a network: VALID, INVALID or CANNOT CHECK NOW.",
    load: async () => (await import("./cli/verify.ts")).verifyCommand,
  },
  "verify-document": {
    summary: "Checks the code on a document, without a network: VALID, INVALID or CANNOT CHECK NOW.",
    load: async () => (await import("./cli/verify-document.ts")).verifyDocumentCommand,
  },
  monitor: {
    summary: "Follows a public book at its address, derives its tree anew and says what is wrong with it.",
    load: async () => (await import("./cli/monitor.ts")).monitorCommand,
  },
  "verify-anchor": {
    summary: "Compares what is kept outside of a public book, on a chain or in a file, with the book as it is served.",
    load: async () => (await import("./cli/verify-anchor.ts")).verifyAnchorCommand,
  },
  anchor: {
    summary: "The contract that keeps anchors: anchor address, deploy, agencies, vote.",
    load: async () => (await import("./cli/anchor.ts")).anchorCommand,
  },
  audit: {
    summary: "Compares every row with the public books and says what does not agree.",
    load: async () => (await import("./cli/audit.ts")).auditCommand,
  },
  witness: {
    summary: "Serves as a witness of other books: signs that they only ever grow.",
    load: async () => (await import("./cli/witness.ts")).witnessCommand,
  },
  "export-ledger": {
    summary: "Writes the public books as plain files, for a mirror or a disk.",
    load: async () => (await import("./cli/export-ledger.ts")).exportLedgerCommand,
  },
  "freeze-book": {
    summary: "Closes a public book for ever; what comes next goes into a new one.",
    load: async () => (await import("./cli/freeze-book.ts")).freezeBookCommand,
  },
  version: { summary: "Tells the version.", load: async () => (await import("./cli/version.ts")).version },
};

// Not left to the last handle: a start that was broken off may still wait for something.
process.exit(await main(process.argv.slice(2)));

/** Exit codes: 0 done, 1 failed, 2 wrong settings or command. */
async function main([name = "help", ...args]: string[]): Promise<number> {
  if (["help", "--help", "-h"].includes(name)) {
    console.log(help());
    return 0;
  }
  const found = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (found === undefined) {
    console.error(`There is no command ${name}.\n\n${help()}`);
    return 2;
  }
  const config = readConfig(process.env);
  if (!config.ok) {
    for (const fault of config.error) console.error(fault);
    return 2;
  }
  const command = await found.load();
  return command(config.value, args);
}

function help(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`);
  return ["balai <command>", "", ...lines, `  ${"help".padEnd(12)}Shows this list.`].join("\n");
}
