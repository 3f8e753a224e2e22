import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { entryOf, firstOf } from "../../../kernel/case-pages/index.ts";
import { asScopedRecord, type Case, stateOf } from "../../../kernel/cases/index.ts";
import { csrfToken } from "../../../kernel/http/index.ts";
import { formatPublicCode, parsePublicCode, type Uuid } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { type Problem, problemStatus } from "../../../kernel/result/index.ts";
import { type Lang, type Row, Tag } from "../../../kernel/ui/index.ts";
import { openDrafts } from "../drafts.ts";
import { enterAsGuest } from "../guest.ts";
import { CasesPage, type DraftLine, TrackPage } from "../pages/cases.tsx";
import { dayOf, iconNamed } from "../words.ts";
import { sessionOf } from "./ask.tsx";

const mostCases = 100;

/** The list of one's own cases, and following one by code and PIN. */
export function addCasesRoutes(app: FastifyInstance, kernel: Kernel): void {
  const { pages, cases } = kernel;

  app.get<{ Querystring: { tersimpan?: string } }>(
    "/kasus",
    { config: { access: { kind: "anyone" } } },
    async (request, reply) => {
      const { actor, lang } = request.visit;
      if (actor.kind === "officer") return reply.redirect("/konsol", 303);
      const t = pages.translator(lang);
      const own =
        actor.kind === "resident" ? await cases.ofResident(actor.actingFor ?? actor.accountId, mostCases) : undefined;
      const followed = actor.kind === "guest" ? await cases.find(actor.caseId) : undefined;
      const icons = await cases.iconsOf(own ?? (followed === undefined ? [] : [followed]));
      return pages.send(request, reply, {
        title: t("catalogue.cases.title"),
        body: (
          <CasesPage
            rows={own?.map((each) => rowOf(each, icons, lang))}
            guestRow={followed === undefined ? undefined : rowOf(followed, icons, lang)}
            drafts={await draftLines(request)}
            isActing={actor.kind === "resident" && actor.actingFor !== null}
            isKept={request.query.tersimpan !== undefined}
          />
        ),
      });
    },
  );

  app.get("/lacak", { config: { access: { kind: "visitor" } } }, async (request, reply) => {
    const { actor } = request.visit;
    const code = parsePublicCode(firstOf(entryOf(request.query), "kode").slice(0, 40));
    // Who may open it already does not need the PIN again: a QR code scanned with one's own phone.
    const found = code === undefined || actor.kind === "public" ? undefined : await cases.findByCode(code);
    if (found !== undefined && kernel.access.decide(actor, "case.read", asScopedRecord(found)))
      return reply.redirect(`/kasus/${found.code}`, 303);
    return showTrack(request, reply, { code: code === undefined ? "" : formatPublicCode(code) });
  });

  app.post("/lacak", { config: { access: { kind: "visitor" }, limit: "sign-in" } }, async (request, reply) => {
    const posted = entryOf(request.body);
    const typed = firstOf(posted, "kode").slice(0, 40);
    const pin = firstOf(posted, "pin").slice(0, 40);
    const code = parsePublicCode(typed);
    // The check sign tells a slip of the pen by itself; that says nothing about which codes exist.
    if (code === undefined) return showTrack(request, reply, { code: typed, codeFault: "catalogue.track.code.wrong" });
    const found = await cases.findByCode(code);
    const entered = await enterAsGuest(kernel, request, reply, { code, caseId: found?.id ?? null, pin });
    if (!entered.ok) return showTrack(request, reply, { code: formatPublicCode(code), fault: entered.error });
    return reply.redirect(`/kasus/${code}`, 303);
  });

  function showTrack(
    request: FastifyRequest,
    reply: FastifyReply,
    shown: { readonly code: string; readonly codeFault?: string; readonly fault?: Problem },
  ): FastifyReply {
    const t = pages.translator(request.visit.lang);
    const { code, codeFault, fault } = shown;
    if (fault !== undefined) reply.code(problemStatus[fault.type]);
    else if (codeFault !== undefined) reply.code(422);
    const session = sessionOf(request);
    const target = parsePublicCode(code);
    return pages.send(request, reply, {
      title: t("catalogue.track.title"),
      body: (
        <TrackPage
          csrf={csrfToken(session.csrfSecret)}
          code={code}
          codeError={codeFault === undefined ? undefined : t(codeFault)}
          pinError={fault === undefined ? undefined : t(fault.message, fault.params)}
          isSignedIn={session.kind !== "anonymous"}
          isResident={session.kind === "resident"}
          isNotTheirs={session.kind === "resident" && target !== undefined && fault === undefined}
          signInHref={`/masuk?kembali=${encodeURIComponent(target === undefined ? "/kasus" : `/kasus/${target}`)}`}
        />
      ),
    });
  }

  async function draftLines(request: FastifyRequest): Promise<readonly DraftLine[]> {
    const { session, lang } = request.visit;
    if (session === undefined) return [];
    const t = pages.translator(lang);
    const lines = (await openDrafts(kernel, session)).map(({ id, service, updatedAt }) => {
      const title = kernel.services.all().findLast(({ definition }) => definition.id === service)?.definition.title;
      const day = dayOf(kernel, t, updatedAt, kernel.config.rootRegion);
      return title === undefined
        ? undefined
        : { href: `/isi/${id}`, title: t(title), text: t("catalogue.draft.since", { day }) };
    });
    return lines.filter((line) => line !== undefined);
  }

  function rowOf(found: Case, icons: ReadonlyMap<Uuid, string>, lang: Lang): Row {
    const t = pages.translator(lang);
    const definition = cases.definitionOf(found);
    const state = stateOf(definition, found.state);
    const isLate = found.actBy !== null && found.actBy < kernel.clock.now();
    const tone = isLate ? "late" : found.closedAt !== null ? (found.outcome === "resolved" ? "ok" : "plain") : "now";
    const due =
      found.actBy === null
        ? t("catalogue.cases.sent", { day: dayOf(kernel, t, found.createdAt, found.region) })
        : t("time.due", { day: dayOf(kernel, t, found.actBy, found.region) });
    return {
      title: found.headline,
      notes: [`${formatPublicCode(found.code)} · ${due}`],
      icon: iconNamed(icons.get(found.id)),
      href: `/kasus/${found.code}`,
      tag: <Tag tone={tone}>{t(state.label)}</Tag>,
    };
  }
}
