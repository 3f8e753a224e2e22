import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import {
  allErrors,
  askingContext,
  firstOf,
  readPosted,
  takeAction,
  withoutPageFields,
} from "../../../kernel/case-pages/index.ts";
import { asScopedRecord, type Case } from "../../../kernel/cases/index.ts";
import { carriesFiles, type FormEntry, visibleQuestions } from "../../../kernel/forms/index.ts";
import { csrfToken, doerOf, sendProblem } from "../../../kernel/http/index.ts";
import { isUuid, newId, parsePublicCode } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { type FieldError, type Problem, problem, problemStatus } from "../../../kernel/result/index.ts";
import type { Action, DraftAnswers } from "../../../kernel/services/index.ts";
import { onceField } from "../../../kernel/ui/index.ts";
import { arrange } from "../arrange.ts";
import { ownerPage } from "../owner-page.ts";
import { type ActionForm, CasePage } from "../pages/case.tsx";

interface CodeParams {
  readonly code: string;
}

/** What was wrong with an action: shown at its form, with what was typed. */
interface Tried {
  readonly action: string;
  readonly entry: FormEntry;
  /** Those that were good: what they lay open is shown. */
  readonly answers?: DraftAnswers;
  readonly errors: readonly FieldError[];
  readonly fault?: Problem;
}

const bodyLimit = 512 * 1024;

/** The page of one's own case, its actions and its stream. */
export function addCaseRoutes(app: FastifyInstance, kernel: Kernel): void {
  const { pages, cases, access, files, live } = kernel;

  app.get<{ Params: CodeParams; Querystring: { langkah?: string; terkirim?: string } }>(
    "/kasus/:code",
    { config: { access: { kind: "anyone" } } },
    async (request, reply) => {
      const seen = await findFor(request);
      if (seen === "malformed") return unknown(request, reply);
      if (request.visit.actor.kind === "officer") return reply.redirect(`/konsol/kasus/${seen.code}`, 303);
      // The same way for a case of another and for none at all.
      if (seen.found === undefined) return reply.redirect(`/lacak?kode=${seen.code}`, 303);
      await noteLook(request, seen.found);
      return show(request, reply, seen.found, {
        first: request.query.langkah,
        isDone: request.query.terkirim !== undefined,
      });
    },
  );

  app.get<{ Params: CodeParams }>(
    "/kasus/:code/langsung",
    { config: { access: { kind: "anyone" } } },
    async (request, reply) => {
      const seen = await findFor(request);
      if (seen === "malformed" || seen.found === undefined) return unknown(request, reply);
      const record = asScopedRecord(seen.found);
      live.stream(request, reply, `case:${seen.found.id}`, (actor) => access.decide(actor, "case.read", record));
      return reply;
    },
  );

  app.get<{ Params: CodeParams & { file: string } }>(
    "/kasus/:code/berkas/:file",
    { config: { access: { kind: "anyone" } }, compress: false },
    async (request, reply) => {
      const { file } = request.params;
      const owner = request.visit.session === undefined ? undefined : doerOf(request.visit).fileOwnerKey;
      const staged = owner === undefined || !isUuid(file) ? undefined : await files.findStaged(file, owner);
      const opened = staged === undefined ? undefined : await files.open(staged.id, "thumb");
      if (opened?.ok !== true) return sendProblem(request, reply, pages, problem("not-found", "http.fault.not-found"));
      return reply
        .header("cache-control", "private, no-store")
        .header("content-security-policy", opened.value.contentSecurityPolicy)
        .type(opened.value.mime)
        .send(opened.value.stream);
    },
  );

  app.post<{ Params: CodeParams & { action: string } }>(
    "/kasus/:code/:action",
    { config: { access: { kind: "record", action: "case.act" }, files: true }, bodyLimit },
    async (request, reply) => {
      const seen = await findFor(request);
      if (seen === "malformed" || seen.found === undefined) return unknown(request, reply);
      const { found } = seen;
      const doer = doerOf(request.visit);
      const name = request.params.action;
      const open = await cases.available(found, request.visit.actor);
      const action = open.find((each) => each.name === name)?.action;
      const posted = await readPosted(kernel, request, action?.ask ?? [], doer.fileOwnerKey);
      if (!posted.ok) return sendProblem(request, reply, pages, posted.error);
      const { entry, errors, fault } = posted.value;
      const key = firstOf(entry, onceField);
      if (action === undefined) {
        // A second press of what has just been done finds the state changed: the command knows its key and gives the same answer.
        const known = await cases.act({ caseId: found.id, action: name, answers: {}, key }, doer);
        if (known.ok || known.error.type === "idempotency-key-reused") return done(reply, found);
        return show(request, reply, found, { tried: { action: name, entry: {}, errors: [], fault: known.error } });
      }
      const context = await askingContext(kernel, request.visit, { questions: action.ask, entry });
      const taken = takeAction(action, withoutPageFields(entry), context);
      if (taken.kind === "again" || errors.length > 0) {
        const wrong = taken.kind === "again" ? taken.errors : [];
        return show(request, reply, found, {
          tried: {
            action: name,
            entry: taken.kind === "again" ? taken.entry : entry,
            answers: taken.answers,
            errors: allErrors(errors, wrong),
            fault,
          },
        });
      }
      const revision = Number(firstOf(entry, "_revision"));
      const acted = await cases.act(
        {
          caseId: found.id,
          action: name,
          answers: taken.answers,
          key,
          revision: Number.isSafeInteger(revision) && revision > 0 ? revision : undefined,
        },
        doer,
      );
      if (acted.ok) return done(reply, found);
      return show(request, reply, (await cases.find(found.id)) ?? found, {
        tried: { action: name, entry, answers: taken.answers, errors: acted.error.errors ?? [], fault: acted.error },
      });
    },
  );

  async function findFor(
    request: FastifyRequest<{ Params: CodeParams }>,
  ): Promise<"malformed" | { readonly code: string; readonly found: Case | undefined }> {
    const code = parsePublicCode(request.params.code);
    if (code === undefined) return "malformed";
    const found = await cases.findByCode(code);
    const mayRead = found !== undefined && access.decide(request.visit.actor, "case.read", asScopedRecord(found));
    return { code, found: mayRead ? found : undefined };
  }

  /** Whose case it is reads in their log that somebody who acts for them opened it: one line a day. */
  async function noteLook({ visit: { actor } }: FastifyRequest, found: Case): Promise<void> {
    if (actor.kind !== "resident" || actor.actingFor === null) return;
    const subject = { kind: "account", accountId: actor.actingFor } as const;
    const look = {
      actor,
      officeId: null,
      purpose: "cases.own",
      legalBasis: "public_task",
      subject,
      caseId: found.id,
    } as const;
    const zone = kernel.calendars.zoneOf(kernel.config.rootRegion);
    await kernel.db.transaction((tx) =>
      kernel.privacy.noteLook(tx, look, startOfDay(kernel.clock.now(), zone.offsetMinutes)),
    );
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    found: Case,
    shown: { readonly first?: string; readonly tried?: Tried; readonly isDone?: boolean },
  ): Promise<FastifyReply> {
    const { visit } = request;
    const { tried } = shown;
    const t = pages.translator(visit.lang);
    const path = `/kasus/${found.code}`;
    const open = await cases.available(found, visit.actor);
    const { forms, links } = arrange(open, tried?.action ?? shown.first);
    const isShownAtForm = forms.some(({ name }) => name === tried?.action) && (tried?.errors.length ?? 0) > 0;
    if (tried?.fault !== undefined || (tried?.errors.length ?? 0) > 0)
      reply.code(problemStatus[tried?.fault?.type ?? "validation-failed"]);
    return pages.send(request, reply, {
      title: found.headline,
      scripts: forms.some(({ action }) => action.ask.some(({ type }) => type === "photos"))
        ? ["kernel/ui/browser/shrink.ts"]
        : [],
      body: (
        <CasePage
          page={await ownerPage(kernel, found, visit)}
          path={path}
          csrf={visit.session === undefined ? "" : csrfToken(visit.session.csrfSecret)}
          revision={found.revision}
          forms={
            await Promise.all(
              forms.map(async ({ name, action }): Promise<ActionForm> => {
                const entry = tried?.action === name ? tried.entry : {};
                return {
                  name,
                  label: action.label,
                  warning: warningOf(kernel, found, action),
                  questions: visibleQuestions(action, (tried?.action === name ? tried.answers : undefined) ?? {}),
                  entry,
                  errors: tried?.action === name ? tried.errors : [],
                  context: await askingContext(kernel, visit, {
                    questions: visibleQuestions(action, (tried?.action === name ? tried.answers : undefined) ?? {}),
                    entry,
                    previewHref: (fileId) => `${path}/berkas/${encodeURIComponent(fileId)}`,
                  }),
                  carriesFiles: action.ask.some(carriesFiles),
                  once: newId(),
                };
              }),
            )
          }
          links={links.map(({ name, action }) => ({
            href: `${path}?langkah=${encodeURIComponent(name)}#langkah`,
            label: t(action.label),
          }))}
          isDone={shown.isDone === true}
          isTheirTurn={
            found.paused !== null && found.closedAt === null && forms.some(({ action }) => action.ask.length > 0)
          }
          refusal={tried?.fault === undefined || isShownAtForm ? undefined : t(tried.fault.message, tried.fault.params)}
        />
      ),
    });
  }

  function unknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    return sendProblem(request, reply, pages, problem("not-found", "cases.case.unknown"));
  }
}

/** Whoever takes a public case back should know first what stays of it. */
function warningOf(kernel: Kernel, found: Case, action: Action): string | undefined {
  const target = kernel.cases.definitionOf(found).flow.states[action.to];
  return target?.outcome === "withdrawn" && found.visibility !== "private"
    ? "catalogue.case.withdraw.stays"
    : undefined;
}

const dayMs = 24 * 3600_000;

function startOfDay(at: Date, offsetMinutes: number): Date {
  const offsetMs = offsetMinutes * 60_000;
  return new Date(Math.floor((at.getTime() + offsetMs) / dayMs) * dayMs - offsetMs);
}

function done(reply: FastifyReply, found: Case): FastifyReply {
  return reply.redirect(`/kasus/${found.code}?terkirim=1`, 303);
}
