import type { Plant } from "./plant.ts";

/** One act, one effect, with all its facts. */
export const acts: readonly Plant[] = [
  {
    name: "a repeated key is a new act",
    file: "src/kernel/command/command.ts",
    find: "    const requestHash = canonicalHash(",
    replace: "    request = { ...request, key: newId() };\n    const requestHash = canonicalHash(",
    test: {
      file: "src/kernel/command/command.test.ts",
      name: "command > gives a repeated key the first answer and no second effect",
    },
  },
  {
    name: "no fact reaches the outbox",
    file: "src/kernel/command/command.ts",
    find: "kind text, payload jsonb, topics text[])`",
    replace: "kind text, payload jsonb, topics text[]) where false`",
    test: {
      file: "src/kernel/command/command.test.ts",
      name: "command > writes history, outbox, ledger entry and key in one transaction",
    },
  },
  {
    name: "facts overtake one that failed",
    file: "src/kernel/command/dispatcher.ts",
    find: "if (heldBack.has(event.aggregateId)) continue;",
    replace: "",
    test: {
      file: "src/kernel/command/dispatcher.test.ts",
      name: "outbox dispatcher > holds back only the aggregate whose handler fails, and tries again later",
    },
  },
  {
    name: "nobody is told the news of their case",
    file: "src/kernel/case-news.ts",
    find: "if (action?.message === undefined) return;",
    replace: "return;",
    test: {
      file: "src/modules/catalogue/own-case.test.ts",
      name: "news of a case > reaches its owner's messages once, in a sentence and with the way to the case",
    },
  },
  {
    name: "the ledger may be rewritten",
    file: "src/kernel/ledger/migrations/0001_ledger.sql",
    find: "grant select, insert on ledger.entry",
    replace: "grant select, insert, update on ledger.entry",
    test: {
      file: "test/rules/grants.test.ts",
      name: "append-only tables are granted SELECT and INSERT only > holds in the migrations",
    },
  },
  {
    name: "the access log may be rewritten",
    file: "src/kernel/privacy/migrations/0001_privacy.sql",
    find: "grant select, insert on privacy.access_log",
    replace: "grant select, insert, update, delete on privacy.access_log",
    test: {
      file: "src/kernel/privacy/privacy.test.ts",
      name: "the access log > cannot be changed by the app's role, in any way",
    },
  },
  {
    name: "a database that is away is a fault of ours",
    file: "src/kernel/db/away.ts",
    find: "|Connection terminated|",
    replace: "|",
    test: {
      file: "test/faults/no-database.test.ts",
      name: "without its database > every page and interface says in a sentence that it cannot serve now, and none shows a fault of ours",
    },
  },
];
