import { askingContext, type CaseView, fileHref, papersFor, viewCase } from "../../kernel/case-pages/index.ts";
import { askedIn, asScopedRecord, type Case, type CaseContent } from "../../kernel/cases/index.ts";
import { isPersonal, reviewLines } from "../../kernel/forms/index.ts";
import { formatPublicCode } from "../../kernel/ids/index.ts";
import type { CasePaper } from "../../kernel/index.ts";
import type { Answers, Form, Question, ServiceDefinition } from "../../kernel/services/index.ts";
import { momentInWords } from "../../kernel/time/index.ts";
import type { Fact, Photo } from "../../kernel/ui/index.ts";
import { type ActionForm, type ActionLink, type Attempt, actionsOf } from "./actions.ts";
import type { Desk } from "./desk.ts";
import { caseHref, type InboxFilter } from "./domain/inbox-filter.ts";

export interface PaneView extends CaseView {
  /** This page, without what was just done or opened. */
  readonly href: string;
  /** As people read it. */
  readonly code: string;
  readonly headline: string;
  readonly place: string;
  /** What the person told in their own words. */
  readonly told: readonly string[];
  /** Everything else they answered. */
  readonly answers: readonly Fact[];
  readonly photos: readonly Photo[];
  readonly pair: { readonly before: Photo; readonly after: Photo } | undefined;
  /** Documents and photos that stand under a seal; each opening is logged. */
  readonly documents: readonly { readonly href: string; readonly label: string }[];
  /** Documents that were issued for the case. */
  readonly papers: readonly CasePaper[];
  /** How many there are that this officer may not open. */
  readonly closedDocuments: number;
  readonly facts: readonly Fact[];
  /** Absent when nothing is sealed, or when this officer may not read it. */
  readonly personal:
    | { readonly labels: string; readonly href: string; readonly opened: readonly Fact[] | undefined }
    | undefined;
  readonly actions: readonly ActionLink[];
  readonly form: ActionForm | undefined;
  /** Why something that one might expect is not open. */
  readonly reasons: readonly string[];
  /** The name of a colleague who took it, where this officer could act in their stead. */
  readonly heldBy: string | undefined;
}

export interface PaneRequest {
  readonly found: Case;
  /** Of the list beside it: every address of the page keeps it. */
  readonly filter: InboxFilter;
  /** The action whose form is wanted; the first with questions when absent. */
  readonly action?: string;
  /** What was posted and came back. */
  readonly attempt?: Attempt;
  /** Personal answers that were just opened, with their line in the access log. */
  readonly opened?: readonly Fact[];
}

/** Everything of one case for the officer's desk. */
export async function paneView(desk: Desk, request: PaneRequest): Promise<PaneView> {
  const { kernel, officer, lang, t } = desk;
  const { found } = request;
  const definition = kernel.cases.definitionOf(found);
  const contents = await kernel.cases.contents(found.id);
  const personal = personalOf(desk, request, definition, contents);
  const [view, place, files, submitted, actions, names] = await Promise.all([
    viewCase(kernel, found, contents, "office", lang),
    kernel.regions.fullName(found.region),
    kernel.files.ofCase(found.id),
    submittedFacts(desk, definition, contents),
    actionsOf(desk, { ...request, hasPersonal: personal !== undefined }),
    desk.namesOf(found.assigneeId === null ? [] : [found.assigneeId]),
  ]);
  // A picture under a seal is not drawn: it is opened by a link, and every opening stands in the log.
  const photos = files.filter((file) => file.kind === "photo" && !file.sealed);
  const sealed = files.filter((file) => file.sealed);
  const mayOpen = kernel.access.decide(officer, "case.read-personal", asScopedRecord(found));
  const zone = kernel.calendars.zoneOf(found.region);
  const asPhoto = (file: (typeof files)[number]): Photo => ({
    src: fileHref(file.id, "thumb"),
    href: fileHref(file.id),
    alt: t(`console.photo.${file.role === "after" ? "after" : "before"}.alt`, { title: found.headline }),
    width: 320,
    height: Math.round((320 * (file.height ?? 3)) / (file.width ?? 4)),
    title: t(`console.photo.${file.role === "after" ? "after" : "before"}`),
    caption: momentInWords(t, file.createdAt, zone, kernel.clock.now()),
  });
  const [before, after] = [
    photos.filter(({ role }) => role !== "after"),
    photos.filter(({ role }) => role === "after"),
  ];
  const [onlyBefore, onlyAfter] = [before[0], after[0]];
  const isPair = before.length === 1 && after.length === 1 && onlyBefore !== undefined && onlyAfter !== undefined;
  return {
    ...view,
    href: caseHref(found.code, request.filter),
    code: formatPublicCode(found.code),
    headline: found.headline === "" ? t("console.row.erased") : found.headline,
    place: place ?? found.region,
    ...submitted,
    photos: isPair ? [] : photos.map(asPhoto),
    pair: isPair ? { before: asPhoto(onlyBefore), after: asPhoto(onlyAfter) } : undefined,
    documents: (mayOpen ? sealed : []).map((file, index) => ({
      href: fileHref(file.id),
      label: t(file.kind === "photo" ? "console.document.photo" : "console.document", { number: index + 1 }),
    })),
    papers: await papersFor(kernel, found, { actor: officer, lang }),
    closedDocuments: mayOpen ? 0 : sealed.length,
    facts: [
      { label: t("console.fact.service"), value: t(definition.title) },
      { label: t("console.fact.office"), value: desk.offices.get(found.officeId) ?? "" },
      {
        label: t("console.fact.received"),
        value: t(`console.fact.received.${found.channel}`, {
          when: momentInWords(t, found.createdAt, zone, kernel.clock.now()),
        }),
      },
      { label: t("console.fact.visibility"), value: t(`console.visibility.${found.visibility}`) },
      {
        label: t("console.fact.assignee"),
        value:
          found.assigneeId === officer.accountId
            ? t("console.row.me")
            : (names.get(found.assigneeId ?? "") ?? t("console.fact.nobody")),
      },
      ...(found.rating === null
        ? []
        : [{ label: t("console.fact.rating"), value: t("console.fact.rating.of", { rating: found.rating }) }]),
    ],
    personal,
    ...actions,
    heldBy: actions.heldBy === undefined ? undefined : names.get(actions.heldBy),
  };
}

/** What the person answered, as far as it is not sealed; photos and documents stand beside it. */
async function submittedFacts(
  desk: Desk,
  definition: ServiceDefinition,
  contents: readonly CaseContent[],
): Promise<Pick<PaneView, "told" | "answers">> {
  const submitted = contents.find(({ action }) => action === "submit");
  if (submitted === undefined || submitted.erasedAt !== null) return { told: [], answers: [] };
  const shown = definition.ask.filter(
    (question) => !isPersonal(question) && question.type !== "photos" && question.type !== "document",
  );
  const told = shown.flatMap(({ type, name }) => {
    const text = type === "paragraph" ? submitted.answers[name] : undefined;
    return typeof text === "string" ? text.split("\n") : [];
  });
  const ask = shown.filter(({ type }) => type !== "paragraph");
  return { told: told.filter((line) => line !== ""), answers: await factsOf(desk, { ask }, submitted.answers) };
}

/** Answers with their questions, those left empty omitted. */
export async function factsOf(desk: Desk, form: Form, answers: Answers): Promise<Fact[]> {
  const { kernel, officer, lang } = desk;
  // A condition may look at an answer that is not in this form: what was answered is shown.
  const ask: Question[] = form.ask.map((question) => ({ ...question, when: undefined }));
  // Sources of known answers are asked for the person who fills a form, never for an officer who reads it.
  const questions = ask.filter(({ type }) => type !== "attribute");
  const context = await askingContext(kernel, { actor: officer, lang }, { questions, answers });
  return reviewLines({ ask }, answers, context)
    .filter(({ text }) => text !== "")
    .map(({ label, text }) => ({ label, value: text }));
}

function personalOf(
  desk: Desk,
  { found, filter, opened }: PaneRequest,
  definition: ServiceDefinition,
  contents: readonly CaseContent[],
): PaneView["personal"] {
  const { kernel, officer, t } = desk;
  if (!contents.some(({ sealed }) => sealed !== null)) return undefined;
  if (!kernel.access.decide(officer, "case.read-personal", asScopedRecord(found))) return undefined;
  const labels = contents
    .filter(({ sealed }) => sealed !== null)
    .flatMap((content) => sealedQuestions(definition, content).map(({ label }) => t(label)));
  return { labels: [...new Set(labels)].join(", "), href: caseHref(found.code, filter, "pribadi"), opened };
}

/** The questions whose answers may stand in a content's seal. */
export function sealedQuestions(definition: ServiceDefinition, content: CaseContent): readonly Question[] {
  return askedIn(definition, content).filter(
    (question) => isPersonal(question) || (question.type === "repeat" && question.ask.some(isPersonal)),
  );
}
