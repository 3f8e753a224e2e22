import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { verifyEd25519 } from "../kernel/crypto/index.ts";
import { longestCode, readCode } from "../modules/documents/index.ts";
import { type Command, wrongCall } from "./command.ts";

const how =
  'Say `balai verify-document "<what the QR code on the paper says>" --keys <file>`. The file is the issuer\'s /.well-known/balai-documents.json; get it from somebody you trust.';

/**
 * Checks the code on a document without any network and without an installation: VALID, INVALID or CANNOT CHECK NOW, and what to compare with the
 * paper. Exit code 0, 1 or 3; 2 when it was called wrongly. Whether it was revoked since, only the issuer's register says.
 */
export const verifyDocumentCommand: Command = async (_config, args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: { keys: { type: "string" } },
  });
  const [text] = positionals;
  if (text === undefined || positionals.length > 1) return wrongCall(how);
  const read = text.length > longestCode + 200 ? undefined : readCode(text.slice(text.indexOf("#") + 1).trim());
  if (read === undefined) return say(1, "INVALID", "This is no code of a document, or a part of it is missing.");
  const keys = typeof values.keys === "string" ? keysIn(values.keys) : undefined;
  if (keys === undefined)
    return say(3, "CANNOT CHECK NOW", `The issuer's keys were not given or cannot be read. ${how}`);
  if (!keys.some((key) => verifyEd25519(key, read.message, read.signature)))
    return say(1, "INVALID", "None of these keys signed the code: it is forged, or from another issuer.");
  return say(
    0,
    "VALID",
    `document ${read.code}, ${read.type}`,
    `number   ${read.number}`,
    `issuer   ${read.issuer}, ${read.day}`,
    `book     documents, place ${read.place + 1}`,
    ...read.lines.map(([label, value]) => `compare  ${label}: ${value}`),
    "Whether it was revoked since, the issuer's register says.",
  );
};

function say(code: number, ...lines: readonly string[]): number {
  for (const line of lines) console.log(line);
  return code;
}

/** The Ed25519 keys of a JWK set; undefined when the file is none. */
function keysIn(file: string): readonly Uint8Array[] | undefined {
  try {
    const { keys } = JSON.parse(readFileSync(file, "utf8")) as { readonly keys: readonly { readonly x?: unknown }[] };
    return keys.flatMap(({ x }) => (typeof x === "string" ? [Buffer.from(x, "base64url")] : []));
  } catch {
    return undefined;
  }
}
