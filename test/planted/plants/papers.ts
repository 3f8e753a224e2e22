import type { Plant } from "./plant.ts";

/** About documents that offices issue. */
export const papers: readonly Plant[] = [
  {
    name: "whoever works in an office takes its documents back",
    file: "src/modules/documents/ending.ts",
    find: "found === undefined || !mayEnd(kernel, actor, row)",
    replace: "found === undefined",
    test: {
      file: "src/modules/documents/checking.test.ts",
      name: "ending a document > is for the head of the office that issued it alone",
    },
  },
  {
    name: "a code on paper is believed whoever signed it",
    file: "src/cli/verify-document.ts",
    find: "!keys.some((key) => verifyEd25519(key, read.message, read.signature))",
    replace: "keys.length === 0",
    test: {
      file: "src/modules/documents/checking.test.ts",
      name: "balai verify-document > checks the code of a paper with nothing but the issuer's keys: three answers",
    },
  },
  {
    name: "the public book names whom a document is about",
    file: "src/modules/documents/issuing.ts",
    find: "const facts = { type, number, version, replaces };",
    replace: 'const facts = { type, number, version, replaces, name: content.compare[0]?.[1] ?? "" };',
    test: {
      file: "src/modules/documents/documents.test.ts",
      name: "issuing > belongs to the act: signed, numbered, in the public book, with nothing of the person in it",
    },
  },
  {
    name: "a forgotten person's letter is kept",
    file: "src/modules/documents/store.ts",
    find: "set sealed = null, owner = null where case_id",
    replace: "set owner = null where case_id",
    test: {
      file: "src/modules/documents/checking.test.ts",
      name: "a person who is forgotten > leaves number, office and entry; nothing links them to the person any more",
    },
  },
];
