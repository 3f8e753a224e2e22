import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { askingContext } from "../../../kernel/case-pages/index.ts";
import {
  entryFor,
  findQuestion,
  next,
  type ReviewLine,
  reviewLines,
  validateAll,
  visibleQuestions,
} from "../../../kernel/forms/index.ts";
import { csrfToken, doerOf, type Session, sendProblem } from "../../../kernel/http/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import type { FieldError, Problem } from "../../../kernel/result/index.ts";
import type { DraftAnswers } from "../../../kernel/services/index.ts";
import { draftFilesKey, findDraft, leadToReceipt, type OpenDraft, sentCase } from "../drafts.ts";
import { openGuest } from "../guest.ts";
import { gonePage } from "../pages/gone.tsx";
import { type Reviewed, ReviewPage } from "../pages/review.tsx";
import { isFileQuestion, staleFiles } from "../staged.ts";
import { promiseInWords } from "../words.ts";
import { nextHref, sessionOf, showQuestion } from "./ask.tsx";

type DraftRequest = FastifyRequest<{ Params: { draft: string } }>;

/** The review and the sending of a form. */
export function addSendRoutes(app: FastifyInstance, kernel: Kernel): void {
  const { pages, cases } = kernel;
  const onRequest = leadToReceipt(kernel);

  app.get<{ Params: { draft: string } }>(
    "/isi/:draft/periksa",
    { config: { access: { kind: "visitor" } }, onRequest },
    async (request, reply) => {
      const open = await findDraft(kernel, sessionOf(request), request.params.draft);
      if (open === undefined) return gonePage(kernel, request, reply);
      const { draft, definition } = open;
      if (next(definition, draft.answers).kind === "question")
        return reply.redirect(nextHref(open, draft.answers), 303);
      const wrong = await firstFault(request, open);
      if (wrong !== undefined) return reply.redirect(`/isi/${draft.id}/${wrong}?periksa=1`, 303);
      return showReview(request, reply, open);
    },
  );

  app.post<{ Params: { draft: string } }>(
    "/isi/:draft/kirim",
    { config: { access: { kind: "visitor" }, limit: "submit" }, onRequest },
    async (request, reply) => {
      const session = sessionOf(request);
      const open = await findDraft(kernel, session, request.params.draft);
      if (open === undefined) return gonePage(kernel, request, reply);
      const { draft } = open;
      const submitted = await cases.submit(
        {
          service: draft.service,
          version: draft.version,
          answers: draft.answers,
          channel: "web",
          key: draft.once,
          caseId: draft.id,
        },
        { ...doerOf(request.visit), fileOwnerKey: draftFilesKey(draft.id) },
      );
      if (!submitted.ok) return refuse(request, reply, open, submitted.error);
      await afterSending(request, reply, session, draft.id);
      return reply.redirect(`/terima/${draft.id}`, 303);
    },
  );

  /**
   * What was said stands in the case now. A resident finds it there; a guest's empty draft stays as the note by which this session may see
   * the receipt again, also when the answer that brings the new session gets lost.
   */
  async function afterSending(
    request: FastifyRequest,
    reply: FastifyReply,
    session: Session,
    draftId: string,
  ): Promise<void> {
    if (request.visit.actor.kind === "resident") return cases.drafts.remove(session.id, draftId);
    await cases.drafts.save(session.id, draftId, {});
    const found = await cases.find(draftId);
    if (found !== undefined) await openGuest(kernel, request, reply, found);
  }

  async function refuse(request: DraftRequest, reply: FastifyReply, open: OpenDraft, fault: Problem) {
    const { draft, definition } = open;
    // Another tab was faster, with other answers perhaps: what was sent first stands.
    if ((await sentCase(kernel, request, draft.id)) !== undefined) return reply.redirect(`/terima/${draft.id}`, 303);
    if (fault.type === "not-signed-in")
      return reply.redirect(`/masuk?kembali=${encodeURIComponent(`/isi/${draft.id}/periksa`)}`, 303);
    const [first] = fault.errors ?? [];
    const question = first === undefined ? undefined : findQuestion(definition, questionOf(first));
    if (question === undefined) return sendProblem(request, reply, pages, fault);
    const context = await askingContext(kernel, request.visit, { questions: [question] });
    const errors = (fault.errors ?? []).filter((error) => questionOf(error) === question.name);
    return showQuestion(kernel, request, reply, open, question, {
      entry: await staleFiles.without(kernel, open, question, entryFor(question, draft.answers, context)),
      errors,
      fault,
    });
  }

  /** The first question whose answer cannot be sent as it is: kept for later unchecked, or its photos ran out. */
  async function firstFault(request: FastifyRequest, open: OpenDraft): Promise<string | undefined> {
    const { draft, definition } = open;
    const questions = visibleQuestions(definition, draft.answers);
    const context = await askingContext(kernel, request.visit, {
      questions: questions.filter(({ type }) => type !== "attribute"),
    });
    const checked = validateAll(definition, draft.answers, context);
    if (!checked.ok) return checked.error.map(questionOf)[0];
    for (const question of questions.filter(isFileQuestion))
      if ((await staleFiles.faults(kernel, open, question)).length > 0) return question.name;
    return undefined;
  }

  async function showReview(request: FastifyRequest, reply: FastifyReply, open: OpenDraft): Promise<FastifyReply> {
    const { draft, definition } = open;
    const { lang } = request.visit;
    const t = pages.translator(lang);
    const questions = visibleQuestions(definition, draft.answers);
    const context = await askingContext(kernel, request.visit, {
      questions: questions.filter(({ type }) => type !== "attribute"),
      answers: draft.answers,
    });
    const lines = reviewLines(definition, draft.answers, context).map((line) =>
      reviewed(line, draft.id, draft.answers),
    );
    return pages.send(request, reply, {
      title: t("catalogue.review.title"),
      body: (
        <ReviewPage
          lines={lines}
          step={{ what: t(definition.title), now: questions.length + 1, of: questions.length + 1 }}
          backHref={`/isi/${draft.id}/${questions.at(-1)?.name ?? ""}`}
          action={`/isi/${draft.id}/kirim`}
          csrf={csrfToken(sessionOf(request).csrfSecret)}
          promise={promiseInWords(t, definition, lang)}
          isGuest={request.visit.actor.kind !== "resident"}
        />
      ),
    });
  }
}

function reviewed({ question, label, text }: ReviewLine, draftId: string, answers: DraftAnswers): Reviewed {
  const answer = answers[question.name];
  const ids = isFileQuestion(question) && Array.isArray(answer) ? answer.filter((id) => typeof id === "string") : [];
  return {
    label,
    text,
    changeHref: `/isi/${draftId}/${question.name}`,
    pictures: question.type === "photos" ? ids.map((id) => `/isi/${draftId}/berkas/${id}`) : [],
  };
}

function questionOf({ field }: FieldError): string {
  return field.split(".")[0] ?? "";
}
