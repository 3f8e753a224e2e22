import type { Plant } from "./plant.ts";

/** What stands outside of the public books. */
export const anchors: readonly Plant[] = [
  {
    name: "a chain that stands still is hidden",
    file: "src/modules/transparency/anchoring/domain/planning.ts",
    find: "now.getTime() - at.getTime() >= patienceMs",
    replace: "at.getTime() - now.getTime() >= patienceMs",
    test: {
      file: "src/modules/transparency/anchoring/domain/planning.test.ts",
      name: "a driver > stands still since the oldest of its plans that waits a minute",
    },
  },
  {
    name: "another book on the chain raises no alarm",
    file: "src/modules/transparency/anchoring/domain/planning.ts",
    find: 'if (!isSame(head.root, rootThen)) return "fork";',
    replace: "",
    test: {
      file: "src/modules/transparency/anchoring/evm.test.ts",
      name: "a book that somebody changes behind the program's back > is a fork to the chain, at a larger size",
    },
  },
  {
    name: "what is sent is kept afterwards",
    file: "src/modules/transparency/anchoring/drivers/evm/evm-driver.ts",
    find: "    await context.keepSent(hash, hexToBytes(raw));\n",
    replace: "",
    test: {
      file: "src/modules/transparency/anchoring/evm.test.ts",
      name: "a chain > that is killed in the middle goes on where it was, and holds nothing twice",
    },
  },
  {
    name: "any root will do for a time stamp",
    file: "src/modules/transparency/anchoring/drivers/rfc3161/time-stamp.ts",
    find: "chain?.signerCertificateVerified !== true",
    replace: "chain === null",
    test: {
      file: "src/modules/transparency/anchoring/rfc3161.test.ts",
      name: "time stamps of an authority > are judged for the right reason",
    },
  },
];
