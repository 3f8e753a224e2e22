import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { askingContext, readPosted, withoutPageFields } from "../../../kernel/case-pages/index.ts";
import {
  accept,
  carriesFiles,
  checkAnswer,
  entryFor,
  type FormEntry,
  findQuestion,
  next,
  questionBefore,
  stepOf,
  takePost,
  visibleQuestions,
} from "../../../kernel/forms/index.ts";
import { csrfToken, type Session, sendProblem } from "../../../kernel/http/index.ts";
import { isUuid } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { type FieldError, type Problem, problem, problemStatus } from "../../../kernel/result/index.ts";
import type { DraftAnswers, Question } from "../../../kernel/services/index.ts";
import { draftFilesKey, findDraft, leadToReceipt, type OpenDraft } from "../drafts.ts";
import { drawPicture } from "../map-picture.ts";
import { gonePage } from "../pages/gone.tsx";
import { QuestionPage } from "../pages/question.tsx";
import { mapFields } from "../place-map.ts";
import { asksPoint, asksWhere, type Placed } from "../placed.ts";
import { placeRegion, pointFault } from "../places.ts";
import { isFileQuestion, staleFiles } from "../staged.ts";
import { promiseInWords } from "../words.ts";

interface AskParams {
  readonly draft: string;
  readonly question: string;
}

const visitor = { access: { kind: "visitor" } } as const;
/** 10,000 signs outside ASCII are 120 kB in a urlencoded form; they shall come back with a sentence, not be cut off. */
const bodyLimit = 512 * 1024;

/** What a question page shows beside the question itself. */
export interface Shown {
  readonly entry: FormEntry;
  readonly errors: readonly FieldError[];
  readonly placed?: Placed;
  readonly fault?: Problem;
}

/** A form, one question a page. */
export function addAskRoutes(app: FastifyInstance, kernel: Kernel): void {
  const { pages, cases, files } = kernel;
  const onRequest = leadToReceipt(kernel);

  app.get<{ Params: { draft: string } }>("/isi/:draft", { config: visitor, onRequest }, async (request, reply) => {
    const open = await openFor(request);
    return open === undefined
      ? gonePage(kernel, request, reply)
      : reply.redirect(nextHref(open, open.draft.answers), 303);
  });

  app.get<{ Params: AskParams; Querystring: { periksa?: string } }>(
    "/isi/:draft/:question",
    { config: visitor, onRequest },
    async (request, reply) => {
      const open = await openFor(request);
      if (open === undefined) return gonePage(kernel, request, reply);
      const question = askedNow(open, request.params.question);
      if (question === undefined) return reply.redirect(nextHref(open, open.draft.answers), 303);
      const { answers } = open.draft;
      const context = await askingContext(kernel, request.visit, { questions: [question] });
      const errors = request.query.periksa === undefined ? [] : await faultsOf(open, question, answers, request);
      return showQuestion(kernel, request, reply, open, question, {
        entry: await staleFiles.without(kernel, open, question, entryFor(question, answers, context)),
        errors,
      });
    },
  );

  app.post<{ Params: AskParams }>(
    "/isi/:draft/:question",
    { config: { ...visitor, files: true }, bodyLimit, onRequest },
    async (request, reply) => {
      const open = await openFor(request);
      if (open === undefined) return gonePage(kernel, request, reply);
      const question = askedNow(open, request.params.question);
      if (question === undefined) return reply.redirect(nextHref(open, open.draft.answers), 303);
      const posted = await readPosted(kernel, request, [question], draftFilesKey(open.draft.id));
      if (!posted.ok) return sendProblem(request, reply, pages, posted.error);
      const answered = await answer(request, open, question, posted.value);
      if (answered.kind === "again") {
        const left = withoutRemoved(open.draft.answers, question, answered.shown.entry);
        if (left !== undefined) await cases.drafts.save(sessionOf(request).id, open.draft.id, left);
        return showQuestion(kernel, request, reply, open, question, answered.shown);
      }
      await cases.drafts.save(sessionOf(request).id, open.draft.id, answered.answers);
      return reply.redirect(nextHref(open, answered.answers), 303);
    },
  );

  /** Keeps what was written, good or not: whoever comes back finds it, and it is checked before it is sent. */
  app.post<{ Params: AskParams }>(
    "/isi/:draft/:question/nanti",
    { config: { ...visitor, files: true }, bodyLimit, onRequest },
    async (request, reply) => {
      const open = await openFor(request);
      if (open === undefined) return gonePage(kernel, request, reply);
      const question = askedNow(open, request.params.question);
      if (question !== undefined) {
        const posted = await readPosted(kernel, request, [question], draftFilesKey(open.draft.id));
        if (!posted.ok) return sendProblem(request, reply, pages, posted.error);
        const answered = await answer(request, open, question, { ...posted.value, errors: [] });
        const kept =
          answered.kind === "accepted" ? answered.answers : unchecked(open.draft.answers, question, posted.value.entry);
        await cases.drafts.save(sessionOf(request).id, open.draft.id, kept);
      }
      return reply.redirect("/kasus?tersimpan=1", 303);
    },
  );

  app.get<{ Params: { draft: string; file: string } }>(
    "/isi/:draft/berkas/:file",
    { config: { access: { kind: "anyone" } }, compress: false },
    async (request, reply) => {
      const { session } = request.visit;
      const open = session === undefined ? undefined : await findDraft(kernel, session, request.params.draft);
      const file =
        open === undefined || !isUuid(request.params.file)
          ? undefined
          : await files.findStaged(request.params.file, draftFilesKey(open.draft.id));
      const opened = file === undefined ? undefined : await files.open(file.id, "thumb");
      if (opened?.ok !== true) return sendProblem(request, reply, pages, problem("not-found", "http.fault.not-found"));
      return reply
        .header("cache-control", "private, no-store")
        .header("content-security-policy", opened.value.contentSecurityPolicy)
        .type(opened.value.mime)
        .send(opened.value.stream);
    },
  );

  type Answered =
    | { readonly kind: "accepted"; readonly answers: DraftAnswers }
    | { readonly kind: "again"; readonly shown: Shown };

  async function answer(
    request: FastifyRequest,
    open: OpenDraft,
    question: Question,
    posted: { readonly entry: FormEntry; readonly errors: readonly FieldError[]; readonly fault: Problem | undefined },
  ): Promise<Answered> {
    const { answers } = open.draft;
    const context = await askingContext(kernel, request.visit, { questions: [question], entry: posted.entry });
    const placed = asksWhere(question) ? await placeRegion(kernel, question, posted.entry, context) : undefined;
    const entry = placed?.entry ?? posted.entry;
    if (placed?.again === true) return { kind: "again", shown: { entry, errors: placed.errors, placed } };
    const taken = takePost(question, answers, withoutPageFields(entry), context);
    if (taken.kind === "again")
      return {
        kind: "again",
        shown: {
          entry: { ...taken.entry, ...mapFields(entry) },
          errors: [...posted.errors, ...taken.errors],
          fault: posted.fault,
        },
      };
    const faults = [...posted.errors, ...(await pointFault(kernel, question, taken.answer))];
    if (faults.length > 0) return { kind: "again", shown: { entry, errors: faults, fault: posted.fault } };
    return { kind: "accepted", answers: taken.answers };
  }

  async function faultsOf(
    open: OpenDraft,
    question: Question,
    answers: DraftAnswers,
    request: FastifyRequest,
  ): Promise<readonly FieldError[]> {
    const context = await askingContext(kernel, request.visit, { questions: [question] });
    const checked = checkAnswer(question, answers[question.name], answers, context);
    return [...(checked.ok ? [] : checked.error), ...(await staleFiles.faults(kernel, open, question))];
  }

  function openFor(request: FastifyRequest<{ Params: { draft: string } }>): Promise<OpenDraft | undefined> {
    return findDraft(kernel, sessionOf(request), request.params.draft);
  }
}

/** Sends the page of a question; 4xx when something is wrong with it. */
export async function showQuestion(
  kernel: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  open: OpenDraft,
  question: Question,
  { entry, errors, placed, fault }: Shown,
): Promise<FastifyReply> {
  const { draft, definition } = open;
  const { lang } = request.visit;
  const t = kernel.pages.translator(lang);
  const base = `/isi/${draft.id}`;
  const context = await askingContext(kernel, request.visit, {
    questions: [question],
    entry,
    previewHref: (fileId) => `${base}/berkas/${fileId}`,
  });
  const before = questionBefore(definition, draft.answers, question.name);
  const { now, of } = stepOf(definition, draft.answers, question.name);
  const root = asksPoint(question) && question.anywhere === true ? "" : context.rootRegion;
  const picture = asksPoint(question) ? await drawPicture(kernel.regions, question, entry, root, t) : undefined;
  if (errors.length > 0) reply.code(problemStatus[fault?.type ?? "validation-failed"]);
  const title = t(question.label);
  return kernel.pages.send(request, reply, {
    title: errors.length > 0 ? t("catalogue.ask.title-wrong", { title }) : title,
    scripts: question.type === "photos" ? ["kernel/ui/browser/shrink.ts"] : [],
    styles: [
      ...(picture === undefined ? [] : ["modules/catalogue/browser/place-map.css"]),
      ...(question.type === "repeat" ? ["modules/catalogue/browser/rows.css"] : []),
    ],
    body: (
      <QuestionPage
        question={question}
        entry={entry}
        errors={errors}
        context={context}
        placed={placed}
        picture={picture}
        action={`${base}/${question.name}`}
        backHref={before === undefined ? `/layanan/${definition.id}` : `${base}/${before.name}`}
        step={{ what: t(definition.title), now, of: of + 1 }}
        csrf={csrfToken(sessionOf(request).csrfSecret)}
        carriesFiles={carriesFiles(question)}
        promise={before === undefined ? promiseInWords(t, definition, lang) : undefined}
      />
    ),
  });
}

/** Where a form goes on: the first question without an answer, or the review. */
export function nextHref({ draft, definition }: OpenDraft, answers: DraftAnswers): string {
  const following = next(definition, answers);
  return `/isi/${draft.id}/${following.kind === "review" ? "periksa" : following.question.name}`;
}

function askedNow({ draft, definition }: OpenDraft, name: string): Question | undefined {
  const question = findQuestion(definition, name);
  return visibleQuestions(definition, draft.answers).some((visible) => visible === question) ? question : undefined;
}

/** A text as it was typed, so that it comes back; of other questions only what is good is kept. */
function unchecked(answers: DraftAnswers, question: Question, entry: FormEntry): DraftAnswers {
  const typed = entry[question.name]?.[0] ?? "";
  const isText = question.type === "text" || question.type === "paragraph";
  return isText && typed.trim() !== "" ? accept(answers, question, typed) : answers;
}

/** The answers without files that were just taken off the page; undefined when none was. */
function withoutRemoved(answers: DraftAnswers, question: Question, entry: FormEntry): DraftAnswers | undefined {
  const before = answers[question.name];
  if (!isFileQuestion(question) || !Array.isArray(before)) return undefined;
  const shown = entry[question.name] ?? [];
  const ids = before.filter((id) => typeof id === "string");
  const left = ids.filter((id) => shown.includes(id));
  if (left.length === ids.length) return undefined;
  const { [question.name]: _removed, ...rest } = answers;
  return left.length === 0 ? rest : { ...rest, [question.name]: left };
}

/** The session of a route of kind "visitor". */
export function sessionOf({ visit }: FastifyRequest): Session {
  if (visit.session === undefined) throw new Error("a route for visitors has no session");
  return visit.session;
}
