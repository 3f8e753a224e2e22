import type { Readable } from "node:stream";
import { fileTypeFromFile } from "file-type";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import type { Disk } from "./disk.ts";
import type { Gate, Turn } from "./gate.ts";
import { inspectPdf, type PdfFault, pdfLimits } from "./pdf.ts";
import { type PhotoFault, photoLimits, photoTypes, renderPhoto } from "./photo.ts";

export type FileKind = "photo" | "document";

/** Bytes accepted from a person, by kind; a megabyte is a million bytes. */
export const sizeLimits: Readonly<Record<FileKind, number>> = { photo: 15_000_000, document: 10_000_000 };

/** What we made of a file and will keep. */
export interface Rendered {
  readonly mime: "image/jpeg" | "application/pdf";
  readonly bytes: Buffer;
  readonly thumb: Buffer | null;
  readonly width: number | null;
  readonly height: number | null;
}

/**
 * Takes in what was sent: within the limit, of an accepted kind by its bytes, re-made (photos) or inspected (PDF), and
 * given to `keep`. The original waits in a temporary file, so that many slow phones cost no memory, and is removed in every
 * case. The gate holds for `keep` too: uploads never use up the database's connections.
 */
export async function takeIn<T>(
  source: Readable | Uint8Array,
  kind: FileKind,
  field: string,
  deps: {
    readonly disk: Disk;
    readonly gate: Gate;
    readonly turn: Turn;
    keep(rendered: Rendered): Promise<Result<T, Problem>>;
  },
): Promise<Result<T, Problem>> {
  const meter = measure(source, sizeLimits[kind]);
  const received = await deps.disk.receive(meter.chunks());
  if (!received.ok) {
    await drain(source);
    return err(storageFull(field));
  }
  const path = received.value;
  try {
    if (meter.fault === "too-large")
      return err(problem("too-large", "files.too-large", { params: { limit: sizeLimits[kind] / 1_000_000 }, field }));
    if (meter.fault === "interrupted") return err(problem("bad-request", "files.interrupted", { field }));
    if (meter.size === 0) return err(problem("validation-failed", "files.empty", { field }));
    const taken = await deps.gate.run(deps.turn, async () => {
      const rendered = await render(path, kind, field, deps.disk);
      return rendered.ok ? deps.keep(rendered.value) : rendered;
    });
    return taken ?? err(problem("unavailable", "files.busy", { field }));
  } finally {
    await deps.disk.discard(path);
  }
}

export function storageFull(field: string): Problem {
  return problem("storage-full", "files.storage-full", { field });
}

async function render(path: string, kind: FileKind, field: string, disk: Disk): Promise<Result<Rendered, Problem>> {
  const mime = (await fileTypeFromFile(path))?.mime ?? "unknown";
  if (photoTypes.has(mime)) {
    const photo = await renderPhoto(path);
    if (!photo.ok) return err(photoProblem(photo.error, field));
    const { full, thumb, width, height } = photo.value;
    return ok({ mime: "image/jpeg", bytes: full, thumb, width, height });
  }
  if (mime === "application/pdf" && kind === "document") {
    const bytes = await disk.readIncoming(path);
    const pdf = await inspectPdf(bytes);
    if (!pdf.ok) return err(pdfProblem(pdf.error, field));
    return ok({ mime: "application/pdf", bytes, thumb: null, width: null, height: null });
  }
  return err(problem("unsupported-media", refusal(mime, kind), { field }));
}

function refusal(mime: string, kind: FileKind): string {
  if (/^image\/hei[cf]/.test(mime)) return "files.heic";
  if (mime === "image/apng") return "files.animated";
  if (mime === "application/pdf") return "files.pdf-as-photo";
  return kind === "photo" ? "files.not-a-photo" : "files.not-a-document";
}

function photoProblem(fault: PhotoFault, field: string): Problem {
  if (fault === "animated") return problem("unsupported-media", "files.animated", { field });
  if (fault === "too-many-pixels" || fault === "too-many-costly-pixels") {
    const limit = fault === "too-many-pixels" ? photoLimits.megapixels : photoLimits.costlyMegapixels;
    return problem("too-large", "files.too-many-pixels", { params: { limit }, field });
  }
  return problem("validation-failed", "files.unreadable", { field });
}

function pdfProblem(fault: PdfFault, field: string): Problem {
  if (fault === "too-many-pages")
    return problem("validation-failed", "files.pdf.too-many-pages", { params: { limit: pdfLimits.pages }, field });
  return problem("validation-failed", `files.pdf.${fault}`, { field });
}

/** Lets the rest of an upload flow away: a form's parser, and a browser that must send all before it reads, need its end. */
export async function drain(source: Readable | Uint8Array): Promise<void> {
  try {
    for await (const _ of partsOf(source));
  } catch {
    // The sender went away: nothing is left to drain.
  }
}

function partsOf(source: Readable | Uint8Array): AsyncIterable<unknown> | Iterable<unknown> {
  return source instanceof Uint8Array ? [source] : source.iterator({ destroyOnReturn: false });
}

interface Meter {
  chunks(): AsyncIterable<Uint8Array>;
  readonly size: number;
  readonly fault: "too-large" | "interrupted" | undefined;
}

/** Counts what flows by, keeps at most `limit`, and tells the sender's breakdown from our disk's. */
function measure(source: Readable | Uint8Array, limit: number): Meter {
  let size = 0;
  let fault: Meter["fault"];
  async function* chunks(): AsyncIterable<Uint8Array> {
    try {
      for await (const part of partsOf(source)) {
        if (!(part instanceof Uint8Array)) throw new TypeError("a file's stream gives bytes");
        size += part.byteLength;
        if (size > limit) fault = "too-large";
        else yield part;
      }
    } catch (error) {
      if (error instanceof TypeError) throw error;
      fault = "interrupted";
    }
  }
  return {
    chunks,
    get size() {
      return size;
    },
    get fault() {
      return fault;
    },
  };
}
