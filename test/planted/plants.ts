/** A bug as somebody might make it: one place in one file, and the test that must turn red. */
export interface Plant {
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The test, named as in results: blocks and name joined by " > ". */
  readonly test: { readonly file: string; readonly name: string };
}

/** Who sees and does what. */
const rights: readonly Plant[] = [
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
    name: "documents of a public case are for everyone",
    file: "src/kernel/cases/submit.ts",
    find: 'kind === "photo" && shownTo',
    replace: "shownTo",
    test: {
      file: "src/kernel/cases/submit.test.ts",
      name: "what comes with a case > photos are as visible as the case; a person's documents are private, however public it is",
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

/** Signing in, and forms. */
const doors: readonly Plant[] = [
  {
    name: "forms need no token",
    file: "src/kernel/http/security.ts",
    find: "return isCsrfToken(token, session.csrfSecret) ? undefined :",
    replace: "return isCsrfToken(token, session.csrfSecret) || true ? undefined :",
    test: { file: "src/kernel/http/http.test.ts", name: "forms > need the session's token" },
  },
  {
    name: "the session from before signing in lives on",
    file: "src/kernel/accounts/sessions.ts",
    find: "if (previous !== undefined && from.keepPrevious !== true) await",
    replace: "if (previous === null) await",
    test: {
      file: "src/modules/account/security.test.ts",
      name: "a session > gets a new secret at sign-in, and the one from before is worth nothing",
    },
  },
  {
    name: "a closed account goes on",
    file: "src/kernel/accounts/sessions.ts",
    find: "and (a.id is null or (a.disabled_at is null and a.erased_at is null))",
    replace: "",
    test: {
      file: "src/kernel/accounts/sessions.test.ts",
      name: "a session > is not found any more when its account was closed, even if nobody ended it",
    },
  },
  {
    name: "a code signs in twice",
    file: "src/kernel/accounts/codes.ts",
    find: "and closed_at is null and expires_at",
    replace: "and expires_at",
    test: {
      file: "src/kernel/accounts/sign-in.test.ts",
      name: "a resident's sign-in by code > takes a code once",
    },
  },
  {
    name: "any PIN opens a guest's case",
    file: "src/kernel/accounts/guests.ts",
    find: "if (!fits) return",
    replace: "if (!fits && found.rows.length === 0) return",
    test: {
      file: "src/kernel/accounts/sign-in.test.ts",
      name: "a guest's way in by code and PIN > answers a wrong PIN, another case's PIN and an unknown code alike",
    },
  },
  {
    name: "signing in leads to another site",
    file: "src/modules/account/domain/return-path.ts",
    find: ' || pathname.startsWith("//")',
    replace: "",
    test: {
      file: "src/modules/account/domain/return-path.test.ts",
      name: "where a person goes after signing in > never leaves this installation, whatever a browser makes of it",
    },
  },
  {
    name: "a village behind one address is locked out",
    file: "src/kernel/http/limits.ts",
    find: "address: { points: 2000, seconds: 600 }",
    replace: "address: { points: 20, seconds: 600 }",
    test: {
      file: "src/kernel/http/http.test.ts",
      name: "limits > a village of 300 people behind one address is not locked out; one person who hammers is",
    },
  },
];

/** One act, one effect, with all its facts. */
const acts: readonly Plant[] = [
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

/** What is kept of people. */
const people: readonly Plant[] = [
  {
    name: "phone numbers get into the log",
    file: "src/kernel/log/redact-deep.ts",
    find: "const clean = redact(text.slice(0, longestScan));",
    replace: "const clean = text.slice(0, longestScan);",
    test: {
      file: "src/kernel/log/log.test.ts",
      name: "no personal data gets out > in the event, in strings, keys, numbers, lists, maps, URLs and nested objects",
    },
  },
  {
    name: "addresses of pages get into the log",
    file: "src/kernel/http/answered.ts",
    find: 'route: request.routeOptions.url ?? "none"',
    replace: "route: request.url",
    test: {
      file: "src/kernel/http/http.test.ts",
      name: "the log > names routes by their pattern: no address of a person's page gets in",
    },
  },
  {
    name: "photos keep where they were taken",
    file: "src/kernel/files/photo.ts",
    find: ".autoOrient()",
    replace: ".keepMetadata().autoOrient()",
    test: {
      file: "src/kernel/files/photo.test.ts",
      name: "renderPhoto > leaves no EXIF, GPS, XMP, ICC or comment in either picture",
    },
  },
  {
    name: "whoever hides their name is shown at their door",
    file: "src/modules/reports/domain/place.ts",
    find: 'visibility === "public" ? fullDecimals : hiddenDecimals',
    replace: "fullDecimals",
    test: {
      file: "src/modules/reports/public.test.ts",
      name: "what everyone sees of a report > whose name is hidden: neither name nor numbers of theirs, and the place only roughly",
    },
  },
  {
    name: "everyone reads phone numbers that people wrote into a report",
    file: "src/modules/reports/views.ts",
    find: "? redact(first.what)",
    replace: "? first.what",
    test: {
      file: "src/modules/reports/public.test.ts",
      name: "what everyone sees of a report > whose name is shown: the name and the place as given; numbers of people still not",
    },
  },
  {
    name: "an officer takes as many rows as they like",
    file: "src/modules/console/export.ts",
    find: "return rows <= left ?",
    replace: "return left <= left ?",
    test: {
      file: "src/modules/console/export.test.ts",
      name: "an officer's rows as a file > are so many a day and no more: then a sentence says how many are left, and when to come back",
    },
  },
  {
    name: "erasure leaves the sealed answers",
    file: "src/kernel/cases/erase.ts",
    find: "sealed = null, erased_at = $",
    replace: "erased_at = $",
    test: {
      file: "src/kernel/cases/readers.test.ts",
      name: "erasure > forgets what the owner said and who they are; what happened stays, and the ledger still adds up",
    },
  },
  {
    name: "personal fields are read without a line in the access log",
    file: "src/kernel/privacy/privacy.ts",
    find: "await writeReadings(tx, readings, clock.now());",
    replace: "",
    test: {
      file: "src/kernel/privacy/privacy.test.ts",
      name: "reading personal fields > gives the texts and leaves a line that says who, why and which fields, but nothing personal",
    },
  },
  {
    name: "a sealed value opens in another's row",
    file: "src/kernel/crypto/envelope.ts",
    find: "return Buffer.from(`",
    replace: 'field = { ...field, rowId: "" };\n  return Buffer.from(`',
    test: { file: "src/kernel/crypto/crypto.test.ts", name: "sealed fields > do not open at any other place" },
  },
  {
    name: "a cell of the officer's file is run by the spreadsheet",
    file: "src/kernel/time/csv-record.ts",
    find: "/^[=+\\-@\\t\\r]/",
    replace: "/^[=]/",
    test: {
      file: "src/kernel/time/csv-record.test.ts",
      name: "a record > holds no formula that a spreadsheet would run",
    },
  },
];

/** Time, and what people see. */
const sights: readonly Plant[] = [
  {
    name: "every clock is in the capital's zone",
    file: "src/kernel/time/calendars.ts",
    find: 'regionCode === "" ? capitalProvince : regionCode.slice(0, 2)',
    replace: "capitalProvince",
    test: {
      file: "src/kernel/cases/clocks.test.ts",
      name: "the promise > ends in working days when offices of the region close, in its own zone",
    },
  },
  {
    name: "offices work on holidays",
    file: "src/kernel/time/domain/calendar.ts",
    find: "if (isHoliday(calendar, day)) return [];",
    replace: "",
    test: {
      file: "src/kernel/time/working-time.test.ts",
      name: "working days > Christmas, its joint leave and the weekend are jumped over",
    },
  },
  {
    name: "the public list is not made anew when something changes",
    file: "src/kernel/http/pages.ts",
    find: "if (page?.topics.some((topic) => topics.includes(topic))) kept.delete(key);",
    replace: "void page;",
    test: {
      file: "src/kernel/http/pages.test.ts",
      name: "pages for everyone > are kept for a second, made once for all who ask at once, and renewed when their topic changes",
    },
  },
  {
    name: "an open list loads what was kept before the change",
    file: "src/kernel/assemble.ts",
    find: "live.onChange((topics) => pages.changed(topics));",
    replace: "",
    test: {
      file: "src/modules/reports/public.test.ts",
      name: "an open list > hears of a new report, and the list it then loads holds it, though it was kept a moment ago",
    },
  },
];

export const plants: readonly Plant[] = [...rights, ...doors, ...acts, ...people, ...sights];
