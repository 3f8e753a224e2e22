import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Delegation } from "../../../kernel/accounts/index.ts";
import { csrfToken, sendProblem } from "../../../kernel/http/index.ts";
import { isUuid, newId } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { err, ok, type Problem, problem, problemStatus, type Result } from "../../../kernel/result/index.ts";
import { dayInWords, isoDay } from "../../../kernel/time/index.ts";
import { endOfDay, isWithinAYear, longestDays } from "../domain/end-date.ts";
import { type DelegationLine, DelegationsPage, type NewDelegationForm } from "../pages/delegations.tsx";
import { textOf } from "./form.ts";
import { lastDay } from "./me.tsx";
import { type Resident, readOther, residentOf } from "./resident.ts";

const resident = { access: { kind: "resident" } } as const;
const submitting = { access: { kind: "resident" }, limit: "submit" } as const;
const path = "/saya/kuasa";
/** Each tells a person by message: neither a crowd of helpers nor a way to write to strangers. */
const mostAtOnce = 5;
const mostADay = 5;
const dayMs = 24 * 3600_000;

/** Letting somebody act for me, and acting for somebody. */
export function addDelegationRoutes(app: FastifyInstance, kernel: Kernel): void {
  const { accounts, commands, notify, pages, db, clock } = kernel;
  const zone = kernel.calendars.zoneOf(kernel.config.rootRegion);

  async function sendPage(
    request: FastifyRequest,
    reply: FastifyReply,
    form: Pick<NewDelegationForm, "phone" | "until">,
    fault?: Problem,
  ): Promise<FastifyReply> {
    const t = pages.translator(request.visit.lang);
    const me = residentOf(request);
    const now = clock.now();
    const lives = ({ revokedAt, validTo }: Delegation): boolean => revokedAt === null && validTo > now;
    const { given, received } = await accounts.delegationsOf(db.query, me.accountId);
    const line = async (known: Delegation, side: "giver" | "receiver"): Promise<DelegationLine> => ({
      id: known.id,
      name:
        (await readOther(kernel, me, side === "giver" ? known.from : known.to, side)) ??
        t("account.delegation.somebody"),
      until: dayInWords(t, lastDay(known.validTo), zone, now),
      used: me.session.actingFor === known.from,
    });
    if (fault !== undefined) reply.code(problemStatus[fault.type]);
    return pages.send(request, reply, {
      title: t("account.delegation.title"),
      body: (
        <DelegationsPage
          csrf={csrfToken(me.session.csrfSecret)}
          given={await Promise.all(given.filter(lives).map((known) => line(known, "receiver")))}
          received={await Promise.all(received.filter(lives).map((known) => line(known, "giver")))}
          form={{
            ...form,
            once: newId(),
            earliest: isoDay(now, zone),
            latest: isoDay(new Date(now.getTime() + (longestDays - 1) * dayMs), zone),
          }}
          error={
            fault === undefined ? undefined : { field: fault.field ?? "phone", text: t(fault.message, fault.params) }
          }
          done={textOf(request.query, "selesai")}
        />
      ),
    });
  }

  /** The right itself, the account it goes to, and the message that tells them. */
  async function grant(
    me: Resident,
    asked: { phone: string; until: string; once: string; lang: "id" | "en" },
  ): Promise<Result<unknown, Problem>> {
    const now = clock.now();
    const validTo = endOfDay(asked.until, zone.offsetMinutes);
    if (validTo === undefined || !isWithinAYear(now, validTo))
      return err(problem("validation-failed", "account.delegation.until.invalid", { field: "until" }));
    const input = {
      phone: kernel.crypto.blindIndex("account.delegate", asked.phone).toString("hex"),
      until: asked.until,
    };
    const ref = kernel.crypto.pseudonym("account", me.accountId);
    return commands.run(
      {
        name: "account.delegate",
        key: asked.once,
        actorKey: `account:${me.accountId}`,
        actor: { kind: "resident", ref },
        input,
      },
      async (tx) => {
        // Asked for at the same moment, each would count without the others.
        await accounts.lockDelegations(tx, me.accountId);
        const { given } = await accounts.delegationsOf(tx, me.accountId);
        const open = given.filter((known) => known.revokedAt === null && known.validTo > now);
        const today = given.filter((known) => now.getTime() - known.validFrom.getTime() < dayMs);
        if (open.length >= mostAtOnce || today.length >= mostADay)
          return err(
            problem("too-many-requests", "account.delegation.too-many", {
              field: "phone",
              params: { most: mostAtOnce },
            }),
          );
        const to = await accounts.residentFor(tx, { phone: asked.phone, lang: asked.lang });
        if (!to.ok) return to;
        const granted = await accounts.grantDelegation(tx, {
          from: me.accountId,
          to: to.value,
          scope: "all",
          validTo,
          createdBy: me.accountId,
        });
        if (!granted.ok) return err({ ...granted.error, field: granted.error.field === "validTo" ? "until" : "phone" });
        await notify.enqueue(tx, {
          to: { kind: "account", accountId: to.value },
          key: "account.delegated",
          params: { until: dayInWords(pages.translator(asked.lang), lastDay(validTo), zone, now) },
          lang: asked.lang,
          link: path,
        });
        return ok({
          answer: { delegationId: granted.value },
          history: [
            {
              aggregateType: "delegation",
              aggregateId: granted.value,
              kind: "granted",
              officeId: null,
              region: null,
              facts: { scope: "all", until: validTo.toISOString() },
            },
          ],
          events: [],
          entries: [],
        });
      },
    );
  }

  app.get(path, { config: resident }, async (request, reply) => sendPage(request, reply, { phone: "", until: "" }));

  app.post(path, { config: submitting }, async (request, reply) => {
    const { body } = request;
    const form = { phone: textOf(body, "phone"), until: textOf(body, "until") };
    const lang = request.visit.lang === "en" ? "en" : "id";
    const granted = await grant(residentOf(request), { ...form, once: textOf(body, "_once"), lang });
    if (!granted.ok) return sendPage(request, reply, form, granted.error);
    return reply.redirect(`${path}?selesai=diberi`, 303);
  });

  app.post(`${path}/cabut`, { config: resident }, async (request, reply) => {
    const delegationId = textOf(request.body, "delegation");
    const by = residentOf(request).accountId;
    const revoked = isUuid(delegationId)
      ? await db.transaction((tx) => accounts.revokeDelegation(tx, { delegationId, by }))
      : err(problem("not-found", "accounts.delegation.gone"));
    if (!revoked.ok) return sendProblem(request, reply, pages, revoked.error);
    return reply.redirect(`${path}?selesai=dicabut`, 303);
  });

  app.post(`${path}/pakai`, { config: resident }, async (request, reply) => {
    const delegationId = textOf(request.body, "delegation");
    const gone = problem("not-found", "accounts.delegation.gone");
    const used = isUuid(delegationId)
      ? await accounts.actFor({ sessionId: residentOf(request).session.id, delegationId })
      : err(gone);
    if (!used.ok) return sendPage(request, reply, { phone: "", until: "" }, used.error);
    return reply.redirect("/kasus", 303);
  });

  app.post(`${path}/berhenti`, { config: resident }, async (request, reply) => {
    await accounts.stopActing(residentOf(request).session.id);
    return reply.redirect("/kasus", 303);
  });
}
