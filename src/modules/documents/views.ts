import { findOffice } from "../../kernel/access/index.ts";
import { asScopedRecord, type Case } from "../../kernel/cases/index.ts";
import type { Visit } from "../../kernel/http/index.ts";
import { formatPublicCode } from "../../kernel/ids/index.ts";
import type { CasePaper, Kernel } from "../../kernel/index.ts";
import { momentInWords } from "../../kernel/time/index.ts";
import type { Fact, Lang, Translate } from "../../kernel/ui/index.ts";
import { mayEnd } from "./ending.ts";
import { subjectOf } from "./prepare.ts";
import { findReason, ofCase, type Registered } from "./store.ts";

/** How a document stands in the register. */
export type Standing = "valid" | "revoked" | "superseded";

export interface RegisterView {
  readonly code: string;
  readonly standing: Standing;
  /** In words: since when it holds, or when and why it ended. */
  readonly text: string;
  readonly facts: readonly Fact[];
  readonly replacedBy: { readonly href: string; readonly code: string } | undefined;
  /** The entry in the public book. */
  readonly entryHref: string | undefined;
}

/** What everyone may know of a document: nothing of whom it is about. */
export async function registerView(kernel: Kernel, lang: Lang, row: Registered): Promise<RegisterView> {
  const t = kernel.messages.translator(lang);
  const zone = kernel.calendars.zoneOf(row.region);
  const when = (at: Date) => momentInWords(t, at, zone, kernel.clock.now());
  const [office, entries] = await Promise.all([findOffice(kernel.db.query, row.officeId), kernel.books.about(row.id)]);
  const { ending } = row;
  const last = entries.at(-1);
  return {
    code: formatPublicCode(row.code),
    standing: ending?.kind ?? "valid",
    text:
      ending === null
        ? t("documents.standing.valid.text", { when: when(row.issuedAt) })
        : t(`documents.standing.${ending.kind}.text`, {
            when: when(ending.at),
            why: t(`documents.why.${ending.why}`),
          }),
    facts: [
      { label: t("documents.fact.kind"), value: titleOf(kernel, t, row) },
      { label: t("documents.fact.number"), value: row.number },
      { label: t("documents.fact.office"), value: office?.name ?? "" },
      { label: t("documents.fact.issued"), value: when(row.issuedAt) },
      { label: t("documents.fact.version"), value: String(row.version) },
    ],
    replacedBy:
      row.replacedBy === null ? undefined : { href: `/v/${row.replacedBy}`, code: formatPublicCode(row.replacedBy) },
    entryHref: last === undefined ? undefined : `/bukti/${last.id}`,
  };
}

/** The name of a kind of document, from the service that issues it; the kind itself where no service does any more. */
export function titleOf(kernel: Kernel, t: Translate, { type }: Pick<Registered, "type">): string {
  for (const { definition } of kernel.services.all())
    for (const { issues } of Object.values(definition.flow.states)) if (issues?.type === type) return t(issues.title);
  return type;
}

/** The documents of a case, for whoever reads its page. */
export async function papersOf(
  kernel: Kernel,
  found: Case,
  reader: Pick<Visit, "actor" | "lang">,
): Promise<readonly CasePaper[]> {
  const rows = await ofCase(kernel.db.query, found.id);
  return Promise.all(rows.toReversed().map((row) => paperOf(kernel, found, row, reader)));
}

async function paperOf(
  kernel: Kernel,
  found: Case,
  row: Registered,
  { actor, lang }: Pick<Visit, "actor" | "lang">,
): Promise<CasePaper> {
  const t = kernel.messages.translator(lang);
  const zone = kernel.calendars.zoneOf(row.region);
  const mayOpen = row.place !== null && kernel.access.decide(actor, "case.read-personal", asScopedRecord(found));
  const { ending, number } = row;
  const reason = ending === null || actor.kind === "officer" ? undefined : await reasonOf(kernel, row, { actor });
  const when = ending === null ? "" : momentInWords(t, ending.at, zone, kernel.clock.now());
  const standing = row.place === null ? "preparing" : (ending?.kind ?? "ready");
  return {
    title: titleOf(kernel, t, row),
    text: [t(`documents.paper.${standing}`, { number, when }), reason].filter((part) => part !== undefined).join(" "),
    tone: ending !== null ? "bad" : row.place === null ? "info" : "ok",
    links: [
      ...(mayOpen && ending === null
        ? [{ href: `/dokumen/${row.code}/berkas`, label: t("documents.paper.download"), isFile: true }]
        : []),
      ...(row.place === null ? [] : [{ href: `/v/${row.code}`, label: t("documents.paper.check"), isFile: false }]),
      ...(ending === null && mayEnd(kernel, actor, row)
        ? [{ href: `/konsol/dokumen/${row.code}`, label: t("documents.paper.end"), isFile: false }]
        : []),
    ],
  };
}

/** What the head of office wrote, for the person alone. */
async function reasonOf(kernel: Kernel, row: Registered, { actor }: Pick<Visit, "actor">): Promise<string | undefined> {
  const sealed = await findReason(kernel.db.query, row.id);
  if (sealed === undefined) return undefined;
  const [reason] = await kernel.db.transaction((tx) =>
    kernel.privacy.read(tx, {
      actor,
      officeId: null,
      purpose: "documents.give",
      legalBasis: "public_task",
      subject: subjectOf(kernel, row),
      caseId: row.caseId,
      fields: [{ table: "documents.ending", rowId: row.id, column: "reason", ciphertext: sealed }],
    }),
  );
  return reason;
}
