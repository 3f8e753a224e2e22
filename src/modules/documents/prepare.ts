import { createHash } from "node:crypto";
import type { Tx } from "../../kernel/db/index.ts";
import { formatPublicCode, type Uuid } from "../../kernel/ids/index.ts";
import type { Kernel } from "../../kernel/index.ts";
import { writeCode } from "./domain/code.ts";
import type { DocumentContent } from "./domain/content.ts";
import type { PdfSigner } from "./signing/signer.ts";
import { type DocumentRow, insertPaper, withoutPaper } from "./store.ts";

const atOnce = 20;
/** A service that signs and does not answer holds up nobody for longer. */
const signWithinMs = 30_000;

/**
 * Makes the papers of documents that have their place in the public book: draws, signs, keeps, and tells the person, the last two together or not at
 * all. What fails stays as it is and is tried again at the next round; the first fault is thrown at the end. Gives how many were made.
 */
export async function preparePapers(
  kernel: Kernel,
  signer: () => Promise<PdfSigner>,
  patienceMs = signWithinMs,
): Promise<number> {
  let made = 0;
  const faults: unknown[] = [];
  for (const row of await withoutPaper(kernel.db.query, atOnce)) {
    const place = await placeOf(kernel, row.id);
    if (place === undefined) continue;
    try {
      if (await prepare(kernel, row, place, await signer(), patienceMs)) made += 1;
    } catch (fault) {
      kernel.log.error("documents.paper-failed", { documentId: row.id, fault });
      faults.push(fault);
    }
  }
  if (faults.length > 0) throw faults[0];
  return made;
}

async function placeOf(kernel: Kernel, id: Uuid): Promise<number | undefined> {
  const issued = (await kernel.books.about(id)).find(({ kind }) => kind === "document.issued");
  const receipt = issued === undefined ? "unknown" : await kernel.books.receipt(issued.id);
  return typeof receipt === "string" ? undefined : receipt.index;
}

async function prepare(
  kernel: Kernel,
  row: DocumentRow,
  place: number,
  signer: PdfSigner,
  patienceMs: number,
): Promise<boolean> {
  const content = await contentOf(kernel, row);
  const [key] = kernel.crypto.documentSigners();
  if (content === undefined || key === undefined) return false;
  const issuer = content.offices.at(-1) ?? "";
  const said = {
    code: row.code,
    type: row.type,
    number: row.number,
    issuer,
    day: content.day,
    place,
    lines: content.compare,
  };
  const code = writeCode(said, (message) => key.sign(message));
  // What makes PDFs needs tens of megabytes: only who makes one pays.
  const { drawLetter } = await import("./paper/letter.ts");
  const unsigned = await drawLetter(content, {
    code: formatPublicCode(row.code),
    href: `${kernel.config.url}/v/${row.code}#${code}`,
    at: row.issuedAt,
    t: kernel.messages.translator("id"),
    site: new URL(kernel.config.url).host,
  });
  const signed = await within(patienceMs, (signal) => signer.sign(unsigned, { at: kernel.clock.now(), signal }));
  const sha256 = createHash("sha256").update(signed).digest();
  const sealed = kernel.privacy.seal(
    { table: "documents.paper", rowId: row.id, column: "sealed" },
    Buffer.from(signed).toString("base64"),
  );
  return kernel.db.transaction(async (tx) => {
    const isFirst = await insertPaper(tx, {
      documentId: row.id,
      place,
      sha256,
      madeAt: kernel.clock.now(),
      sealed,
    });
    if (isFirst) await tellOwner(kernel, tx, row, "documents.ready");
    return isFirst;
  });
}

/** What the document says; undefined once it was forgotten. */
async function contentOf(kernel: Kernel, row: DocumentRow): Promise<DocumentContent | undefined> {
  const { sealed } = row;
  if (sealed === null) return undefined;
  const [text] = await kernel.db.transaction((tx) =>
    kernel.privacy.read(tx, {
      actor: { kind: "system", job: "documents.prepare" },
      officeId: null,
      purpose: "documents.issue",
      legalBasis: "public_task",
      subject: subjectOf(kernel, row),
      caseId: row.caseId,
      fields: [{ table: "documents.document", rowId: row.id, column: "sealed", ciphertext: sealed }],
    }),
  );
  return text === undefined ? undefined : JSON.parse(text);
}

/** Whom a document is about; guests stand under a name made of their case alone. */
export function subjectOf(kernel: Kernel, row: Pick<DocumentRow, "owner" | "caseId">) {
  const pseudonym = row.owner ?? kernel.crypto.pseudonym("guest-case", row.caseId);
  return { kind: "pseudonym", pseudonym } as const;
}

/** Tells the person the case is for; guests look at their case themselves. */
export async function tellOwner(
  kernel: Kernel,
  tx: Tx,
  row: DocumentRow,
  key: "documents.ready" | "documents.revoked" | "documents.superseded",
): Promise<void> {
  const found = await kernel.cases.find(row.caseId, tx);
  if (found === undefined || found.recipient === null) return;
  const [accountId = ""] = await kernel.privacy.read(tx, {
    actor: { kind: "system", job: "documents.tell" },
    officeId: null,
    purpose: "cases.notify",
    legalBasis: "public_task",
    subject: subjectOf(kernel, row),
    caseId: row.caseId,
    fields: [{ table: "cases.case", rowId: row.caseId, column: "recipient", ciphertext: found.recipient }],
  });
  const lang = (await kernel.accounts.langOf(tx, accountId)) === "en" ? "en" : "id";
  await kernel.notify.enqueue(tx, {
    to: { kind: "account", accountId },
    key,
    params: { number: row.number, code: formatPublicCode(found.code) },
    lang,
    caseId: row.caseId,
    link: `/kasus/${found.code}`,
  });
}

async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(ms);
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("the service that signs did not answer in time")));
  });
  return Promise.race([work(signal), late]);
}
