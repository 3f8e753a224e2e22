import type { Actor } from "../../kernel/access/index.ts";
import { officeLine } from "../../kernel/access/index.ts";
import { canonicalJson } from "../../kernel/canonical/index.ts";
import type { Issue, Issuing } from "../../kernel/cases/index.ts";
import type { Tx } from "../../kernel/db/index.ts";
import { type FormContext, formContext, reviewLines } from "../../kernel/forms/index.ts";
import { newId, newPublicCode, type Uuid } from "../../kernel/ids/index.ts";
import type { Kernel } from "../../kernel/index.ts";
import type { Answers } from "../../kernel/services/index.ts";
import { isoDay } from "../../kernel/time/index.ts";
import { type ComparedLine, lastFour } from "./domain/code.ts";
import type { DocumentContent } from "./domain/content.ts";
import { documentNumber } from "./domain/number.ts";
import { type DocumentRow, forgetCase, insertDocument, nextNumber, ofCase } from "./store.ts";

/** The book in which documents stand. */
export const book = "documents";

/** Issues what definitions name, as part of the act that brought the case there. */
export function createIssuing(kernel: Kernel): Issuing {
  return {
    async issue(tx, at, issue) {
      // A case that comes here again has its living document replaced by a command of its own, never silently.
      const before = (await ofCase(tx, issue.found.id)).filter(({ ending }) => ending === null);
      if (before.length > 0) return { history: [], events: [], entries: [] };
      return factsOf(await make(kernel, tx, at, issue), issue.found.id);
    },
    async forget(tx, caseId) {
      for (const id of await forgetCase(tx, caseId)) await kernel.ledger.destroyOpenings(tx, id);
    },
  };
}

/** A document with what it says. */
export interface Made {
  readonly row: DocumentRow;
  readonly content: DocumentContent;
}

/** Makes the row of a new document; `replaces`: the one whose place it takes. */
export async function make(
  kernel: Kernel,
  tx: Tx,
  at: Date,
  issue: Issue,
  replaces?: Pick<DocumentRow, "id" | "version">,
): Promise<Made> {
  const { found, document } = issue;
  const zone = kernel.calendars.zoneOf(found.region);
  const day = isoDay(at, zone);
  const offices = await officeLine(tx, found.officeId);
  const [office] = offices;
  if (office === undefined) throw new Error("a case of an office that is none");
  const year = Number(day.slice(0, 4));
  const running = await nextNumber(tx, found.officeId, document.filing, year);
  const number = documentNumber({ filing: document.filing, running, office: office.code, year });
  const version = (replaces?.version ?? 0) + 1;
  const address = await placeName(kernel, tx, office.region);
  const place = await kernel.regions.find(kernel.config.rootRegion, undefined, tx);
  const t = kernel.messages.translator("id");
  const words = { office: office.name, place: (place?.name ?? "").replace(/^Kota /, "") };
  const { rows, compare } = await linesOf(kernel, tx, issue, day);
  const content: DocumentContent = {
    v: 1,
    type: document.type,
    number,
    version,
    title: t(document.title),
    opening: t(document.opening, words),
    rows,
    closing: t(document.closing, words),
    offices: offices.map(({ name }) => name).toReversed(),
    address,
    place: words.place,
    day,
    signer: { name: await nameOf(kernel, tx, issue.by), position: t(document.signer, words) },
    compare,
  };
  const id = newId(at.getTime());
  const sealed = kernel.privacy.seal(
    { table: "documents.document", rowId: id, column: "sealed" },
    canonicalJson(content),
  );
  const row: DocumentRow = {
    id,
    code: newPublicCode(),
    type: document.type,
    number,
    version,
    replaces: replaces?.id ?? null,
    officeId: found.officeId,
    region: found.region,
    caseId: found.id,
    owner: found.owner,
    issuedAt: at,
    sealed,
  };
  return { row, content };
}

/** What the kernel writes of a new document. The book learns neither whose it is nor what it says. */
export function factsOf({ row, content }: Made, caseId: Uuid) {
  const { id, type, number, version, officeId, region, replaces } = row;
  const facts = { type, number, version, replaces };
  return {
    writes: [insertDocument(row)],
    history: [
      {
        aggregateType: "document",
        aggregateId: id,
        kind: "document.issued",
        officeId,
        region,
        facts: { ...facts, case: caseId },
      },
    ],
    events: [
      {
        aggregateType: "document",
        aggregateId: id,
        kind: "document.issued",
        payload: { documentId: id },
        topics: [`case:${caseId}`],
      },
    ],
    entries: [{ book, kind: "document.issued", subject: id, officeId, region, facts, content }],
  };
}

/** The table of the document, and what of it stands in its code. */
async function linesOf(
  kernel: Kernel,
  tx: Tx,
  issue: Issue,
  day: string,
): Promise<{ readonly rows: DocumentContent["rows"]; readonly compare: readonly ComparedLine[] }> {
  const { definition, document } = issue;
  const t = kernel.messages.translator("id");
  const answers = await answersOf(kernel, tx, issue);
  const wanted = new Set(document.rows.map(({ from }) => from));
  const ask = definition.ask.filter(({ name }) => wanted.has(name));
  const said = new Map(
    // Conditions look at answers outside the table, too: all of them are given.
    reviewLines({ ask }, answers, await readingContext(kernel, tx, issue, answers, day)).map(({ question, text }) => [
      question.name,
      text,
    ]),
  );
  const lines = document.rows.flatMap(({ label, from, compare }) => {
    const value = said.get(from) ?? "";
    return value === "" ? [] : [{ label: t(label), value, compare }];
  });
  return {
    rows: lines.map(({ label, value }) => ({ label, value })),
    compare: lines.flatMap(({ label, value, compare }): ComparedLine[] =>
      compare === undefined ? [] : [[label, compare === "whole" ? value : lastFour(value)]],
    ),
  };
}

/** What the person answered, with what is sealed: whoever signs reads it, and the person sees that. */
async function answersOf(kernel: Kernel, tx: Tx, { found, by }: Issue): Promise<Answers> {
  const submitted = (await kernel.cases.contents(found.id, tx)).find(({ action }) => action === "submit");
  if (submitted === undefined) throw new Error("a case that nobody sent");
  if (submitted.sealed === null) return submitted.answers;
  const [sealed = "{}"] = await kernel.privacy.read(tx, {
    actor: by,
    officeId: by.kind === "officer" ? found.officeId : null,
    purpose: "documents.issue",
    legalBasis: "public_task",
    subject: { kind: "pseudonym", pseudonym: found.owner ?? kernel.crypto.pseudonym("guest-case", found.id) },
    caseId: found.id,
    fields: [{ table: "cases.content", rowId: submitted.id, column: "sealed", ciphertext: submitted.sealed }],
  });
  const personal: Answers = JSON.parse(sealed);
  return { ...submitted.answers, ...personal };
}

/** What the forms engine needs to put answers into words, all read in the transaction. */
async function readingContext(
  kernel: Kernel,
  tx: Tx,
  { definition }: Issue,
  answers: Answers,
  today: string,
): Promise<FormContext> {
  const t = kernel.messages.translator("id");
  const lists: Record<string, FormContext["lists"][string]> = {};
  for (const question of definition.ask) {
    const name = "optionsFrom" in question ? question.optionsFrom : undefined;
    if (name === undefined) continue;
    const options = (await kernel.lists[name]?.(tx)) ?? [];
    lists[name] = options.map(({ value, label }) => ({ value, label: kernel.messages.has(label) ? t(label) : label }));
  }
  const regionNames: Record<string, string> = {};
  for (const question of definition.ask) {
    const code = question.type === "region" ? answers[question.name] : undefined;
    if (typeof code === "string") regionNames[code] = await placeName(kernel, tx, code);
  }
  return formContext({
    t,
    today,
    now: `${today}T00:00:00.000Z`,
    newRowId: () => newId(),
    rootRegion: kernel.config.rootRegion,
    lists,
    regionNames,
  });
}

/** "Keputran, Tegalsari, Kota Surabaya, Jawa Timur", all asked for in the transaction. */
async function placeName(kernel: Kernel, tx: Tx, code: string): Promise<string> {
  const parts = code.split(".");
  const names: string[] = [];
  for (let depth = parts.length; depth > 0; depth--) {
    const region = await kernel.regions.find(parts.slice(0, depth).join("."), undefined, tx);
    if (region !== undefined) names.push(region.name);
  }
  return names.join(", ");
}

async function nameOf(kernel: Kernel, tx: Tx, by: Actor): Promise<string> {
  if (by.kind !== "officer") return "";
  return (await kernel.accounts.officerNames(tx, [by.accountId])).get(by.accountId) ?? "";
}
