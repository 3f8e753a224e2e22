import type { Plant } from "./plant.ts";

/** What is kept of people. */
export const people: readonly Plant[] = [
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
