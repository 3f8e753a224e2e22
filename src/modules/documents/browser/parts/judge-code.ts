import { ed25519 } from "@noble/curves/ed25519.js";
import { type ComparedLine, readCode } from "../../domain/code.ts";

export interface Judged {
  /** Names an answer that the page holds. */
  readonly answer: "valid" | "forged" | "other-document" | "malformed" | "offline";
  /** To compare with the paper; none unless the code is the issuer's. */
  readonly lines: readonly ComparedLine[];
}

/** Whether the text is the issuer's code of the document whose page this is, by the keys published at an address. */
export async function judgeCode(text: string, code: string, keysHref: string): Promise<Judged> {
  const read = readCode(text);
  if (read === undefined) return { answer: "malformed", lines: [] };
  const keys = await keysAt(keysHref).catch(() => undefined);
  if (keys === undefined) return { answer: "offline", lines: [] };
  const isSigned = keys.some((key) => {
    try {
      return ed25519.verify(read.signature, read.message, key);
    } catch {
      return false;
    }
  });
  if (!isSigned) return { answer: "forged", lines: [] };
  if (read.code !== code) return { answer: "other-document", lines: [] };
  return { answer: "valid", lines: read.lines };
}

async function keysAt(href: string): Promise<readonly Uint8Array[]> {
  const answer = await fetch(href, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const { keys } = (await answer.json()) as { readonly keys: readonly { readonly x: string }[] };
  return keys.map(({ x }) =>
    Uint8Array.from(atob(x.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0)),
  );
}
