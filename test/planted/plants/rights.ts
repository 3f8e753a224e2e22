import type { Plant } from "./plant.ts";

/** Who sees and does what. */
export const rights: readonly Plant[] = [
  {
    name: "lists forget whose they are",
    file: "src/kernel/access/decide.ts",
    find: "return parts.length === 0 ? sql<boolean>`false` : ",
    replace: "return parts.length >= 0 ? sql<boolean>`true` : ",
    test: {
      file: "src/kernel/access/access.test.ts",
      name: "access > decide and scope agree on every record for every actor and action",
    },
  },
  {
    name: "who fixed it may verify it",
    file: "src/kernel/cases/domain/flow.ts",
    find: "of action.notBy ?? []",
    replace: "of []",
    test: {
      file: "src/kernel/cases/act.test.ts",
      name: "who may act > four eyes: who fixed it may not verify it, in whatever role",
    },
  },
  {
    name: "photos of private reports are for everyone",
    file: "src/kernel/file-routes.ts",
    find: 'access.decide({ kind: "public" }, "case.view-public", record);',
    replace: "true;",
    test: {
      file: "test/access-matrix.test.ts",
      name: "every route × every role × own and foreign office > lets in whom the rule table lets in, and nobody else",
    },
  },
  {
    name: "private reports stand in the public list",
    file: "src/modules/reports/store.ts",
    find: "[sql`r.visibility <> 'private'`]",
    replace: "[]",
    test: {
      file: "test/access-matrix.test.ts",
      name: "every route × every role × own and foreign office > lets in whom the rule table lets in, and nobody else",
    },
  },
  {
    name: "whoever may read a case may open its personal fields",
    file: "src/modules/console/http/case.tsx",
    find: 'if (!access.decide(at.desk.officer, "case.read-personal", asScopedRecord(at.found)))',
    replace: "if (at === undefined)",
    test: {
      file: "test/access-matrix.test.ts",
      name: "every route × every role × own and foreign office > lets in whom the rule table lets in, and nobody else",
    },
  },
  {
    name: "a photo for the office is as public as its case",
    file: "src/kernel/cases/submit.ts",
    find: 'shownTo === "everyone" && !personal',
    replace: "!personal",
    test: {
      file: "src/kernel/cases/attached-files.test.ts",
      name: "files of questions that the public may not see > are never anything but private, in a row or not, whatever stands beside them",
    },
  },
  {
    name: "a document is opened without a line in the access log",
    file: "src/kernel/file-routes.ts",
    find: "if (file.sealed) await noteOpening(actor, file);",
    replace: "if (file.sealed && actor.kind === 'system') await noteOpening(actor, file);",
    test: {
      file: "src/kernel/file-routes.test.ts",
      name: "a document of a person > is opened where the case is handled, each time with a line that the person reads in plain words",
    },
  },
  {
    name: "a document is no more sealed than a photo",
    file: "src/kernel/files/files.ts",
    find: 'request.personal || rows.some(({ kind }) => kind === "document")',
    replace: "request.personal",
    test: {
      file: "src/kernel/file-routes.test.ts",
      name: "a document of a person > is opened where the case is handled, each time with a line that the person reads in plain words",
    },
  },
  {
    name: "a delegation that was taken back goes on",
    file: "src/kernel/accounts/sessions.ts",
    find: "and d.revoked_at is null and d.valid_from",
    replace: "and d.valid_from",
    test: {
      file: "src/kernel/accounts/sessions.test.ts",
      name: "acting for another > ends at once when revoked by either side, also in a session that uses it",
    },
  },
];
