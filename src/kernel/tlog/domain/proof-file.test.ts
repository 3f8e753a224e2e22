import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatProofFile, parseProofFile } from "./proof-file.ts";
import { formatWitnessRequest, parseWitnessRequest } from "./witness-request.ts";

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const checkpoint = "balai.example/ledger/reports\n1\nAAAA\n\n\u2014 balai.example/ledger/reports AAAAAAAA\n";

describe("a receipt", () => {
  it("comes back as it was written", () => {
    const proof = fc.record(
      {
        index: fc.bigInt({ min: 0n, max: 2n ** 62n }),
        path: fc.array(hash, { maxLength: 63 }),
        checkpoint: fc.constant(checkpoint),
        extra: fc.uint8Array({ minLength: 1, maxLength: 100 }),
      },
      { requiredKeys: ["index", "path", "checkpoint"] },
    );
    fc.assert(
      fc.property(proof, (each) => {
        expect(parseProofFile(formatProofFile(each))).toEqual(each);
      }),
    );
  });

  it("reads the specification's form", () => {
    const text = `c2sp.org/tlog-proof@v1\nextra aGFsbG8=\nindex 73894\ngSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n\n${checkpoint}`;
    expect(parseProofFile(text)).toMatchObject({ index: 73_894n, checkpoint });
    expect(parseProofFile(`c2sp.org/tlog-proof@v1\nindex 0\n\n${checkpoint}`)?.path).toEqual([]);
  });

  it.each([
    ["", "nothing"],
    ["c2sp.org/tlog-proof@v2\nindex 0\n\nx", "another version"],
    ["c2sp.org/tlog-proof@v1\nindex 01\n\nx", "a leading zero"],
    ["c2sp.org/tlog-proof@v1\nextra ???\nindex 1\n\nx", "extra that is not base64"],
    ["c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nx", "a short hash"],
    [`c2sp.org/tlog-proof@v1\nindex 1\n${`${"A".repeat(43)}=\n`.repeat(64)}\nx`, "too many hashes"],
  ])("is not %j: %s", (text) => {
    expect(parseProofFile(text)).toBeUndefined();
  });
});

describe("a request to a witness", () => {
  it("comes back as it was written", () => {
    const request = fc.record({
      oldSize: fc.bigInt({ min: 0n, max: 2n ** 62n }),
      proof: fc.array(hash, { maxLength: 63 }),
      checkpoint: fc.constant(checkpoint),
    });
    fc.assert(
      fc.property(request, (each) => {
        expect(parseWitnessRequest(formatWitnessRequest(each))).toEqual(each);
      }),
    );
  });

  it.each(["", "old 1\n", "old 01\n\nx", "new 1\n\nx", `old 1\n${`${"A".repeat(43)}=\n`.repeat(64)}\nx`, "\n\nx"])(
    "is not %j",
    (body) => {
      expect(parseWitnessRequest(body)).toBeUndefined();
    },
  );
});
