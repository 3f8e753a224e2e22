import { createHash, createSecretKey } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signingKey, verifyEd25519 } from "../../crypto/index.ts";
import notes from "../vectors/signed-notes.json" with { type: "json" };
import { utf8Bytes } from "./bytes.ts";
import {
  cosignature,
  cosignedAt,
  cosignedMessage,
  cosignedPart,
  formatCheckpoint,
  parseCheckpoint,
} from "./checkpoint.ts";
import {
  cosignatureType,
  ed25519Type,
  formatNote,
  formatVerifierKey,
  type Note,
  parseNote,
  parseVerifierKey,
  signersOf,
  verifierKey,
} from "./note.ts";

const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest();
const keyPair = (name: string, type: number, seed: number) => {
  const secret = signingKey(createSecretKey(Buffer.alloc(32, seed)));
  return { secret, key: verifierKey(sha256, name, type, secret.publicKey) };
};
const log = keyPair("balai.example/ledger/reports", ed25519Type, 1);
const witness = keyPair("witness.example/w1", cosignatureType, 2);
const text = formatCheckpoint({ origin: log.key.name, size: 42n, root: sha256(utf8Bytes("root")), extensions: [] });

/** A checkpoint that log and witness signed at `seconds`. */
function signedNote(seconds = 1_700_000_000): Note {
  const own = { name: log.key.name, keyId: log.key.keyId, signature: log.secret.sign(utf8Bytes(text)) };
  return {
    text,
    signatures: [own, cosignature(witness.key, seconds, witness.secret.sign(cosignedMessage(text, seconds)))],
  };
}
const parsed = (note: string) => {
  const result = parseNote(note);
  return result.ok ? result.value : undefined;
};

describe("published notes", () => {
  it.each(notes.filter(({ valid }) => valid))("$src", async ({ vkey, note = "" }) => {
    const key = parseVerifierKey(sha256, vkey);
    if (key === undefined) throw new Error("no key");
    expect(formatVerifierKey(key)).toBe(vkey);
    const read = parsed(note);
    if (read === undefined) throw new Error("no note");
    expect(formatNote(read)).toBe(note);
    expect(await signersOf(read, [key], verifyEd25519)).toMatchObject({ ok: true, value: [{ key }] });
    expect(await signersOf({ ...read, text: `${read.text}!\n` }, [key], verifyEd25519)).toEqual({
      ok: false,
      error: "forged",
    });
  });

  it.each(notes.filter(({ valid }) => !valid))("$src", ({ vkey }) => {
    expect(parseVerifierKey(sha256, vkey)).toBeUndefined();
  });
});

describe("a note", () => {
  it("comes back as it was written, and tells who signed it", async () => {
    const note = parsed(formatNote(signedNote()));
    expect(note).toEqual(signedNote());
    if (note === undefined) return;
    expect(await signersOf(note, [log.key], verifyEd25519)).toMatchObject({ ok: true, value: [{ key: log.key }] });
    expect(await signersOf(note, [witness.key], verifyEd25519, cosignedPart)).toMatchObject({
      ok: true,
      value: [{ key: witness.key }],
    });
  });

  it("passes over keys it does not know, and is no note of anybody's then", async () => {
    const stranger = keyPair(log.key.name, ed25519Type, 3).key;
    expect(await signersOf(signedNote(), [stranger], verifyEd25519)).toEqual({ ok: true, value: [] });
  });

  it("is forged as a whole when a known key's signature fails", async () => {
    const note = signedNote();
    const [own, other] = note.signatures;
    if (own === undefined || other === undefined) throw new Error("no signatures");
    const broken = { ...own, signature: own.signature.map((byte, at) => (at === 5 ? byte ^ 1 : byte)) };
    expect(await signersOf({ ...note, signatures: [broken, other] }, [log.key], verifyEd25519)).toEqual({
      ok: false,
      error: "forged",
    });
    const later = { ...other, signature: other.signature.map((byte, at) => (at === 7 ? byte ^ 1 : byte)) };
    expect(await signersOf({ ...note, signatures: [later] }, [witness.key], verifyEd25519, cosignedPart)).toEqual({
      ok: false,
      error: "forged",
    });
  });

  it("splits at the last empty line", () => {
    const note = parsed(formatNote({ ...signedNote(), text: `one\n\ntwo\n` }));
    expect(note?.text).toBe("one\n\ntwo\n");
  });

  it.each([
    ["no signature", `${text}\n`],
    ["a carriage return", formatNote(signedNote()).replace("\n", "\r\n")],
    ["another dash", formatNote(signedNote()).replaceAll("\u2014", "-")],
    ["a signature without bytes", `${text}\n\u2014 name AAAAAA==\n`],
    ["base64 with stray bits", `${text}\n\u2014 name AAAAAAB=\n`],
    ["half a character", `${text}\ud800\n${formatNote(signedNote()).slice(text.length)}`],
    ["no final newline", formatNote(signedNote()).slice(0, -1)],
    ["nothing", ""],
  ])("is not one with %s", (_what, note) => {
    expect(parseNote(note).ok).toBe(false);
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (noise) => {
        expect(parseNote(noise).ok).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (noise) => {
        expect(parseVerifierKey(sha256, noise)).toBeUndefined();
      }),
    );
  });
});

describe("a checkpoint", () => {
  it("comes back as it was written", () => {
    const lines = fc.record({
      origin: fc.constantFrom("balai.example/ledger/aid", "go.sum database tree"),
      size: fc.bigInt({ min: 0n, max: 2n ** 62n }),
      root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      extensions: fc.array(fc.constantFrom("one", "two"), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(lines, (checkpoint) => {
        expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint);
      }),
    );
  });

  it.each([
    ["a leading zero", text.replace("42", "042")],
    ["a sign", text.replace("42", "+42")],
    ["a short root", text.replace(/.{4}\n$/, "\n")],
    ["an empty extension", `${text}\n`],
    ["no origin", text.slice(text.indexOf("\n"))],
    ["two lines", text.split("\n").slice(0, 2).join("\n")],
  ])("is not one with %s", (_what, broken) => {
    expect(parseCheckpoint(broken)).toBeUndefined();
  });

  it("carries the time of its witness", () => {
    expect(
      cosignedAt(signedNote(1_700_000_123).signatures[1] ?? { name: "", keyId: "", signature: new Uint8Array() }),
    ).toBe(1_700_000_123);
    expect(cosignedAt({ name: "w", keyId: "00000000", signature: new Uint8Array(72) })).toBeUndefined();
  });
});
