import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import {
  allErrors,
  askingContext,
  firstOf,
  readPosted,
  takeAction,
  withoutPageFields,
} from "../../../kernel/case-pages/index.ts";
import { actionOf, asScopedRecord, type Case, stateOf } from "../../../kernel/cases/index.ts";
import { doerOf, sendProblem, unsentTexts } from "../../../kernel/http/index.ts";
import { formatPublicCode, isUuid, parsePublicCode } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { type Problem, problem, problemStatus } from "../../../kernel/result/index.ts";
import { type Fact, onceField } from "../../../kernel/ui/index.ts";
import type { Attempt } from "../actions.ts";
import { paneView } from "../case-pane.ts";
import type { Desk, Desks } from "../desk.ts";
import { addressOf, type InboxFilter, type InboxQuery, readFilter } from "../domain/inbox-filter.ts";
import { frameOf, paths } from "../frame.ts";
import { choicesFor, inboxView, knownChoices } from "../inbox.ts";
import { currentOf, exportHref, listHelp, titleOf } from "../list-words.ts";
import { CasePane } from "../pages/case-pane.tsx";
import { DeskPage } from "../pages/desk-page.tsx";
import { InboxList, InboxTools } from "../pages/inbox.tsx";
import { openPersonal } from "../personal.ts";
import { inboxQuery } from "./inbox.tsx";

interface CaseParams {
  readonly code: string;
}
interface ActionParams extends CaseParams {
  readonly action: string;
}
interface CaseQuery extends InboxQuery {
  /** The action that was just done. */
  readonly sudah?: string;
}

/** One request about one case that this officer may read. */
interface AtCase {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly desk: Desk;
  readonly found: Case;
  readonly filter: InboxFilter;
}

interface Shown {
  readonly action?: string;
  readonly done?: string;
  readonly attempt?: Attempt;
  readonly fault?: Problem;
  readonly opened?: readonly Fact[];
  /** Texts of a form that has no place any more. */
  readonly kept?: readonly string[];
}

const schema = { querystring: inboxQuery } as const;
const readers = { access: { kind: "officer", action: "case.read" } } as const;
const actors = { access: { kind: "officer", action: "case.act" } } as const;
const personalReaders = { access: { kind: "officer", action: "case.read-personal" } } as const;
/** As much text as the longest action of any definition may ask for, in its largest encoding. */
const bodyLimit = 512 * 1024;

/** One case beside the list: to read, to act on, to open what is sealed. */
export function addCaseRoutes(app: FastifyInstance, kernel: Kernel, desks: Desks): void {
  const { pages, cases, access, files } = kernel;

  app.get<{ Params: CaseParams; Querystring: CaseQuery }>(
    "/konsol/kasus/:code",
    { config: readers, schema },
    (request, reply) =>
      withCase(request, reply, request.params.code, request.query, (at) => show(at, { done: request.query.sudah })),
  );

  app.get<{ Params: ActionParams; Querystring: CaseQuery }>(
    "/konsol/kasus/:code/:action",
    { config: readers, schema },
    (request, reply) =>
      withCase(request, reply, request.params.code, request.query, (at) => show(at, { action: request.params.action })),
  );

  app.post<{ Params: CaseParams; Querystring: CaseQuery }>(
    "/konsol/kasus/:code/pribadi",
    { config: personalReaders, schema },
    (request, reply) =>
      withCase(request, reply, request.params.code, request.query, async (at) => {
        if (!access.decide(at.desk.officer, "case.read-personal", asScopedRecord(at.found)))
          return sendProblem(request, reply, pages, problem("forbidden", "console.personal.forbidden"));
        return show(at, { opened: await openPersonal(at.desk, at.found) });
      }),
  );

  app.post<{ Params: ActionParams; Querystring: CaseQuery }>(
    "/konsol/kasus/:code/:action",
    { config: { ...actors, files: true }, bodyLimit, schema },
    (request, reply) =>
      withCase(request, reply, request.params.code, request.query, (at) => act(at, request.params.action)),
  );

  app.get<{ Params: { file: string } }>(
    "/konsol/berkas/:file",
    { config: actors, compress: false },
    async (request, reply) => {
      const { file } = request.params;
      const staged = isUuid(file) ? await files.findStaged(file, doerOf(request.visit).fileOwnerKey) : undefined;
      const opened = staged === undefined ? undefined : await files.open(staged.id, "thumb");
      if (opened?.ok !== true) return sendProblem(request, reply, pages, problem("not-found", "http.fault.not-found"));
      return reply
        .header("cache-control", "private, no-store")
        .header("content-security-policy", opened.value.contentSecurityPolicy)
        .type(opened.value.mime)
        .send(opened.value.stream);
    },
  );

  /** Another office's case is answered as one that does not exist. */
  async function withCase(
    request: FastifyRequest,
    reply: FastifyReply,
    text: string,
    query: CaseQuery,
    answer: (at: AtCase) => Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    const code = parsePublicCode(text);
    const [found, desk] = await Promise.all([
      code === undefined ? undefined : cases.findByCode(code),
      desks.open(request),
    ]);
    if (found === undefined || !access.decide(desk.officer, "case.read", asScopedRecord(found)))
      return sendProblem(request, reply, pages, problem("not-found", "cases.case.unknown"));
    return answer({ request, reply, desk, found, filter: readFilter(query, knownChoices(desk)) });
  }

  async function act(at: AtCase, name: string): Promise<FastifyReply> {
    const { request, reply, desk, found } = at;
    const doer = doerOf(request.visit);
    const { open } = await cases.choices(found, desk.officer);
    const action = open.find((each) => each.name === name)?.action;
    const posted = await readPosted(kernel, request, action?.ask ?? questionsOf(found, name), doer.fileOwnerKey);
    if (!posted.ok) return sendProblem(request, reply, pages, posted.error);
    const { entry, errors, fault } = posted.value;
    const key = firstOf(entry, onceField);
    if (action === undefined) {
      // A second press of what has just been done finds the state changed: the command knows its key and gives the first answer.
      const known = await cases.act({ caseId: found.id, action: name, answers: {}, key }, doer);
      if (known.ok || known.error.type === "idempotency-key-reused") return done(at, name);
      return show(at, { fault: known.error, kept: unsentTexts(entry) });
    }
    const context = await askingContext(kernel, request.visit, { questions: action.ask, entry });
    const taken = takeAction(action, withoutPageFields(entry), context);
    const attempt = { action: name, entry: withoutPageFields(entry), answers: taken.answers, errors };
    if (taken.kind === "again" || errors.length > 0)
      return show(at, {
        attempt:
          taken.kind === "again"
            ? { ...attempt, entry: taken.entry, errors: allErrors(errors, taken.errors) }
            : attempt,
        fault,
      });
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
    if (acted.ok) return done(at, name);
    const now = (await cases.find(found.id)) ?? found;
    return show(
      { ...at, found: now },
      {
        attempt: { ...attempt, errors: acted.error.errors ?? fieldErrors(acted.error) },
        fault: acted.error,
      },
    );
  }

  /** What an action of the present state asks, also when it is not open to this officer: its files must still be read to their end. */
  function questionsOf(found: Case, name: string) {
    return actionOf(stateOf(cases.definitionOf(found), found.state), name)?.ask ?? [];
  }

  /** On to the case, or to the list when it went to an office that this officer does not see. */
  async function done({ reply, desk, found, filter }: AtCase, action: string): Promise<FastifyReply> {
    const now = (await cases.find(found.id)) ?? found;
    const isSeen = access.decide(desk.officer, "case.read", asScopedRecord(now));
    const address = addressOf(isSeen ? `/konsol/kasus/${now.code}` : paths.inbox, filter);
    const mark = isSeen ? `sudah=${encodeURIComponent(action)}` : `pindah=${now.code}`;
    return reply.redirect(`${address}${address.includes("?") ? "&" : "?"}${mark}`, 303);
  }

  /** The page of a case with the list beside it. */
  async function show({ request, reply, desk, found, filter }: AtCase, shown: Shown): Promise<FastifyReply> {
    const { t } = desk;
    const { action, attempt, opened, fault } = shown;
    const [pane, view, choices] = await Promise.all([
      paneView(desk, { found, filter, action, attempt, opened }),
      inboxView(desk, filter, undefined, found.code),
      choicesFor(desk, filter),
    ]);
    const frame = await frameOf(desk, view.counts);
    const wrong = fault ?? (attempt === undefined || attempt.errors.length === 0 ? undefined : answersProblem);
    if (wrong !== undefined) reply.code(problemStatus[wrong.type]);
    const closeHref = addressOf(paths.inbox, filter);
    return pages.send(request, reply, {
      title: t("console.case.title", { code: formatPublicCode(found.code) }),
      kind: "officer",
      body: (
        <DeskPage
          frame={frame}
          title={titleOf(desk, filter)}
          current={currentOf(filter)}
          events={paths.events}
          tools={<InboxTools filter={filter} choices={choices} exportHref={exportHref(desk, filter)} />}
          pane={{
            title: pane.headline,
            closeHref,
            content: (
              <CasePane
                pane={pane}
                csrf={desk.csrf}
                done={doneSentence(desk, found, shown.done)}
                fault={faultSentence(desk, fault)}
                kept={shown.kept}
              />
            ),
          }}
          {...listHelp(desk, view.total, pane.actions)}
        >
          <InboxList view={view} filter={filter} isLater={false} />
        </DeskPage>
      ),
    });
  }
}

const answersProblem = problem("validation-failed", "cases.answers.check");

function fieldErrors(fault: Problem): Attempt["errors"] {
  return fault.field === undefined ? [] : [{ field: fault.field, message: fault.message, params: fault.params }];
}

/** Problems of single fields stand at the fields; all others stand above the case. */
function faultSentence({ t }: Desk, fault: Problem | undefined): string | undefined {
  if (fault === undefined || fault.type === "validation-failed" || fault.field !== undefined) return undefined;
  return t(fault.message, fault.params);
}

/** The name of what was done comes from the address, so only an action that the definition knows is said. */
function doneSentence({ kernel, t }: Desk, found: Case, action: string | undefined): string | undefined {
  if (action === undefined) return undefined;
  const { states } = kernel.cases.definitionOf(found).flow;
  const known = Object.values(states).flatMap((state) => actionOf(state, action) ?? [])[0];
  return known === undefined ? undefined : t("console.done", { what: t(known.done ?? known.label) });
}
