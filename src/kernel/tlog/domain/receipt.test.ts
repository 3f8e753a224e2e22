import { createHash, createSecretKey } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signingKey, verifyEd25519 } from "../../crypto/index.ts";
import { utf8Bytes } from "./bytes.ts";
import { cosignature, cosignedMessage, formatCheckpoint } from "./checkpoint.ts";
import { grow, rootOfEdge } from "./growing.ts";
import { createMerkle } from "./merkle.ts";
import { cosignatureType, ed25519Type, formatNote, formatVerifierKey, verifierKey } from "./note.ts";
import { parsePolicy } from "./policy.ts";
import { checkReceipt, formatReceipt, type Trust } from "./receipt.ts";

const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest();
const merkle = createMerkle(sha256);
const tools = { sha256, verify: verifyEd25519 };
const keyPair = (name: string, type: number, seed: number) => {
  const secret = signingKey(createSecretKey(Buffer.alloc(32, seed)));
  return { secret, key: verifierKey(sha256, name, type, secret.publicKey) };
};
const origin = "balai.example/ledger/reports";
const log = keyPair(origin, ed25519Type, 1);
const witness = keyPair("witness.example/w1", cosignatureType, 2);
const entry = '{"kind":"case.submitted","region":"35.78"}';
const other = '{"kind":"case.take","region":"35.78"}';

/** The receipt of `entry` in a book of two, signed by the book and one witness. */
function receipt(): string {
  const leaves = [entry, other].map((body) => merkle.leaf(utf8Bytes(body)));
  const root = rootOfEdge(merkle, grow(merkle, [], 0, leaves).edge);
  const text = formatCheckpoint({ origin, size: 2n, root, extensions: [] });
  const signatures = [
    { name: origin, keyId: log.key.keyId, signature: log.secret.sign(utf8Bytes(text)) },
    cosignature(witness.key, 1_800_000_000, witness.secret.sign(cosignedMessage(text, 1_800_000_000))),
  ];
  return formatReceipt(entry, { index: 0n, path: [leaves[1] ?? root], checkpoint: formatNote({ text, signatures }) });
}

const trust: Trust = { keys: [log.key] };
const policyOf = (text: string): Trust => {
  const policy = parsePolicy(sha256, text);
  if (!policy.ok) throw new Error(policy.error.fault);
  return { keys: [log.key], policy: policy.value };
};
const one = `witness One ${formatVerifierKey(witness.key)}`;
const two = `witness Two ${formatVerifierKey(keyPair("witness.example/w2", cosignatureType, 3).key)}`;

describe("a receipt", () => {
  it("holds by the book's own key, and says what it is for", async () => {
    expect(await checkReceipt(tools, receipt(), trust)).toEqual({
      answer: "valid",
      entry,
      origin,
      index: 0n,
      size: 2n,
      witnesses: [],
    });
  });

  it("holds by a policy, and says who watched and when", async () => {
    expect(await checkReceipt(tools, receipt(), policyOf(`${one}\nquorum One`))).toMatchObject({
      answer: "valid",
      witnesses: [{ name: "One", at: 1_800_000_000 }],
    });
  });

  it("cannot be judged by whoever does not know the book, or wants more witnesses than signed", async () => {
    const stranger = keyPair("elsewhere.example/ledger/reports", ed25519Type, 1).key;
    expect(await checkReceipt(tools, receipt(), { keys: [stranger] })).toMatchObject({
      answer: "cannot",
      why: "unknown-book",
    });
    const both = policyOf(`${one}\n${two}\ngroup both all One Two\nquorum both`);
    expect(await checkReceipt(tools, receipt(), both)).toMatchObject({ answer: "cannot", why: "too-few-witnesses" });
  });

  it.each([
    ["another entry", (text: string) => text.replace(/extra .*/, `extra ${btoa(other)}`), "not-in-book"],
    ["another place", (text: string) => text.replace("index 0", "index 1"), "not-in-book"],
    ["a place beyond the book", (text: string) => text.replace("index 0", "index 2"), "not-in-book"],
    ["another root", (text: string) => text.replace("\n2\n", "\n3\n"), "not-in-book"],
    ["no entry", (text: string) => text.replace(/extra .*\n/, ""), "not-a-receipt"],
    ["no signature", (text: string) => text.slice(0, text.indexOf("\u2014")), "not-a-receipt"],
    [
      "an entry that is no text",
      (text: string) => text.replace(/extra .*/, `extra ${btoa("\xff\xfe")}`),
      "not-a-receipt",
    ],
  ])("does not hold with %s", async (_what, change, why) => {
    expect(await checkReceipt(tools, change(receipt()), trust)).toEqual({ answer: "invalid", why });
  });

  it("does not hold when the signature of the book, or of a known witness, was made by somebody else", async () => {
    const forged = keyPair(origin, ed25519Type, 9).secret;
    const genuine = receipt();
    const [line = ""] = genuine.match(/\u2014 balai.*/) ?? [];
    const id = Buffer.from(log.key.keyId, "hex");
    const text = genuine.slice(genuine.indexOf(origin), genuine.indexOf("\n\n\u2014") + 1);
    const own = `\u2014 ${origin} ${Buffer.concat([id, forged.sign(utf8Bytes(text))]).toString("base64")}`;
    expect(await checkReceipt(tools, genuine.replace(line, own), trust)).toEqual({
      answer: "invalid",
      why: "forged-signature",
    });
    const [cosigned = ""] = genuine.match(/\u2014 witness.*/) ?? [];
    const changed = cosigned.replace(/.{4}$/, "AAA=");
    expect(await checkReceipt(tools, genuine.replace(cosigned, changed), policyOf(`${one}\nquorum One`))).toMatchObject(
      { answer: "invalid" },
    );
  });

  it("never holds once any sign of it is changed, and nothing makes the check fall over", async () => {
    const genuine = receipt();
    const end = genuine.indexOf("\u2014 witness");
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: end - 2 }), fc.constantFrom("A", "z", "0", " ", "\n", "="), async (at, sign) => {
        if (genuine[at] === sign) return;
        const changed = genuine.slice(0, at) + sign + genuine.slice(at + 1);
        expect((await checkReceipt(tools, changed, trust)).answer).not.toBe("valid");
      }),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (noise) => {
        expect(await checkReceipt(tools, noise, trust)).toEqual({ answer: "invalid", why: "not-a-receipt" });
      }),
    );
  });
});
