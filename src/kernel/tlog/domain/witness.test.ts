import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { verifyEd25519 } from "../../crypto/index.ts";
import litewitness from "../vectors/witness-litewitness.json" with { type: "json" };
import sumdb from "../vectors/witness-sumdb.json" with { type: "json" };
import { fromHex } from "./bytes.ts";
import { createMerkle } from "./merkle.ts";
import { ed25519Type, parseVerifierKey, type VerifierKey, verifierKey } from "./note.ts";
import { readWitnessRequest, refusalOfSigner, refusalOfState, type WatchedLog } from "./witness.ts";

const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest();
const merkle = createMerkle(sha256);

/** Answers as a witness that keeps what it signed. */
function witnessOf(logs: readonly { readonly origin: string; readonly keys: readonly VerifierKey[] }[]) {
  const kept = new Map<string, WatchedLog>(logs.map((log) => [log.origin, { ...log, size: 0n, root: undefined }]));
  return async (body: string): Promise<{ status: number; body: string }> => {
    const read = readWitnessRequest(body);
    if ("status" in read) return { status: read.status, body: read.why };
    const log = kept.get(read.checkpoint.origin);
    const refusal =
      (await refusalOfSigner(read, log, verifyEd25519)) ??
      (log === undefined ? undefined : refusalOfState(merkle, read, log));
    if (refusal !== undefined)
      return { status: refusal.status, body: refusal.size === undefined ? refusal.why : `${refusal.size}\n` };
    if (log !== undefined) kept.set(log.origin, { ...log, ...read.checkpoint, keys: log.keys });
    return { status: 200, body: "\u2014 example.com/witness" };
  };
}

const sigsumKey = fromHex("ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f") ?? new Uint8Array();
const sigsumOrigin = "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562";
const goKey = parseVerifierKey(sha256, "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");

describe("the scripts of litewitness", () => {
  it("are answered as recorded, in their order; an unknown log by 404, as the specification has it since", async () => {
    const ask = witnessOf([
      { origin: sigsumOrigin, keys: [verifierKey(sha256, sigsumOrigin, ed25519Type, sigsumKey)] },
    ]);
    expect(litewitness).toHaveLength(9);
    for (const { body, status, match, text } of litewitness) {
      const answer = await ask(body);
      expect(answer.status).toBe(text === "unknown log" ? 404 : status);
      if (match === "==") expect(answer.body).toBe(text);
      else expect(answer.body).toContain(text);
    }
  });

  it("hold for a real checkpoint of sum.golang.org", async () => {
    if (goKey === undefined) throw new Error("no key");
    const ask = witnessOf([{ origin: "go.sum database tree", keys: [goKey] }]);
    for (const { body, status } of sumdb) expect((await ask(body)).status).toBe(status);
  });
});

describe("a witness", () => {
  const first = litewitness[0]?.body ?? "";
  const ask = () =>
    witnessOf([{ origin: sigsumOrigin, keys: [verifierKey(sha256, sigsumOrigin, ed25519Type, sigsumKey)] }]);

  it("refuses what is no request", async () => {
    for (const body of ["", "old 0\n", "hello", first.replace("old 0", "old x"), `${"x".repeat(10_000)}\n\n`])
      expect((await ask()(body)).status).toBe(400);
  });

  it("refuses an old size beyond the new one, and a proof where none is needed", async () => {
    expect((await ask()(first.replace("old 0", "old 2"))).status).toBe(400);
    const proof = `${"A".repeat(43)}=`;
    expect((await ask()(first.replace("old 0\n", `old 0\n${proof}\n`))).status).toBe(422);
  });

  it("signs the same state again, and never another of the same size", async () => {
    const log: WatchedLog = { origin: sigsumOrigin, keys: [], size: 1n, root: new Uint8Array(32).fill(0x2a) };
    const read = readWitnessRequest(first.replace("old 0", "old 1"));
    if ("status" in read) throw new Error(read.why);
    expect(refusalOfState(merkle, read, { ...log, root: read.checkpoint.root })).toBeUndefined();
    expect(refusalOfState(merkle, read, log)).toMatchObject({ status: 422 });
    expect(refusalOfState(merkle, read, { ...log, size: 3n })).toMatchObject({ status: 409, size: 3n });
  });
});
