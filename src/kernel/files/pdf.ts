import { promisify } from "node:util";
import { inflate } from "node:zlib";
import { err, ok, type Result } from "../result/index.ts";

export type PdfFault = "unreadable" | "encrypted" | "active" | "too-many-pages";

export const pdfLimits = { pages: 30, objectStreams: 2_000, unpackedBytes: 32_000_000 } as const;

const unpack = promisify(inflate);

/** Names that make a PDF more than paper: programs, launches, forms that send, films, files inside (ISO 32000-1 §12.6, §7.11.4). */
const activeName =
  /\/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|XFA|Rendition|GoToE|Movie|Sound|3D)(?![A-Za-z0-9])/;
const encryptName = /\/Encrypt(?![A-Za-z0-9])/;
const pageName = /\/Type\s*\/Page(?![A-Za-z0-9])/g;
const objectStreamName = /\/ObjStm(?![A-Za-z0-9])/g;

/**
 * Looks whether a PDF is plain paper: whole, not encrypted, no programs or files inside, few pages.
 * Names are searched in the whole file and in its packed object streams; an object stream that cannot be unpacked refuses
 * the file, so nothing can hide there. This is no PDF reader: the file is served as a download only, in a sandbox.
 */
export async function inspectPdf(bytes: Buffer): Promise<Result<{ pages: number }, PdfFault>> {
  const raw = bytes.toString("latin1");
  // Neither before the head nor after the tail may stand something else: no PDF that is also a web page or an archive.
  if (!raw.startsWith("%PDF-") || !/%%EOF\s*$/.test(raw.slice(-64))) return err("unreadable");
  const text = readableNames(raw);
  if (encryptName.test(text)) return err("encrypted");
  if (activeName.test(text)) return err("active");
  const unpacked = await unpackObjectStreams(bytes, raw);
  if (!unpacked.ok) return unpacked;
  const inside = readableNames(unpacked.value);
  if (activeName.test(inside)) return err("active");
  const pages = count(text, pageName) + count(inside, pageName);
  if (pages === 0) return err("unreadable");
  return pages > pdfLimits.pages ? err("too-many-pages") : ok({ pages });
}

/** Undoes `#4a` in names, which readers accept and which would hide a name from a search. */
function readableNames(text: string): string {
  return text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

async function unpackObjectStreams(bytes: Buffer, raw: string): Promise<Result<string, PdfFault>> {
  const named = count(readableNames(raw), objectStreamName);
  if (named > pdfLimits.objectStreams) return err("unreadable");
  const parts: string[] = [];
  let total = 0;
  // A dictionary stands directly before its stream's bytes.
  for (const match of raw.matchAll(/(?<!end)stream\r?\n/g)) {
    const dictionary = readableNames(raw.slice(Math.max(0, match.index - 1_024), match.index));
    const own = dictionary.slice(dictionary.lastIndexOf(" obj") + 1);
    if (count(own, objectStreamName) === 0) continue;
    const start = match.index + match[0].length;
    const end = raw.indexOf("endstream", start);
    if (end < 0) return err("unreadable");
    const packed = bytes.subarray(start, end);
    try {
      const plain = await unpack(packed, { maxOutputLength: pdfLimits.unpackedBytes - total });
      total += plain.byteLength;
      parts.push(plain.toString("latin1"));
    } catch {
      return err("unreadable");
    }
  }
  return parts.length === named ? ok(parts.join("\n")) : err("unreadable");
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
