import type { FastifyInstance, FastifyReply } from "fastify";
import { csrfToken } from "../../../kernel/http/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { momentInWords } from "../../../kernel/time/index.ts";
import { DevicesPage, SignOutPage } from "../pages/devices.tsx";
import { textOf } from "./form.ts";
import { residentOf } from "./resident.ts";

const anyone = { access: { kind: "anyone" } } as const;
const resident = { access: { kind: "resident" } } as const;

/** Leaving: on this device, on one other, everywhere. */
export function addSignOutRoutes(app: FastifyInstance, kernel: Kernel): void {
  const { accounts, cases, pages, cookies, clock } = kernel;

  app.get("/keluar", { config: anyone }, async (request, reply) => {
    const { session } = request.visit;
    if (session === undefined || session.kind === "anonymous") return reply.redirect("/masuk", 303);
    return pages.send(request, reply, {
      title: pages.translator(request.visit.lang)("account.sign-out.title"),
      body: (
        <SignOutPage csrf={csrfToken(session.csrfSecret)} backHref={session.kind === "officer" ? "/konsol" : "/saya"} />
      ),
    });
  });

  app.post("/keluar", { config: anyone }, async (request, reply) => {
    const { session } = request.visit;
    if (session !== undefined) {
      if (textOf(request.body, "shared") !== "") {
        for (const draft of await cases.drafts.of(session.id)) await cases.drafts.remove(session.id, draft.id);
        wipeDevice(reply);
        cookies.forgetBrowser(reply);
      }
      await accounts.signOut(session.id);
    }
    cookies.clearSession(reply);
    return reply.redirect("/masuk?keluar=1", 303);
  });

  app.post("/keluar/semua", { config: anyone }, async (request, reply) => {
    const accountId = request.visit.session?.accountId ?? null;
    if (accountId !== null) await accounts.signOutEverywhere(accountId);
    cookies.clearSession(reply);
    return reply.redirect("/masuk?keluar=semua", 303);
  });

  app.get("/saya/perangkat", { config: resident }, async (request, reply) => {
    const { lang } = request.visit;
    const t = pages.translator(lang);
    const me = residentOf(request);
    const zone = kernel.calendars.zoneOf(kernel.config.rootRegion);
    const lines = await accounts.listSessions(me.accountId);
    const when = (at: Date) => momentInWords(t, at, zone, clock.now());
    return pages.send(request, reply, {
      title: t("account.devices.title"),
      body: (
        <DevicesPage
          csrf={csrfToken(me.session.csrfSecret)}
          devices={lines.map(({ sessionId, device, createdAt, lastSeenAt }) => ({
            sessionId,
            name: device === "" ? t("account.devices.unknown") : device,
            seen: when(lastSeenAt),
            since: when(createdAt),
            current: sessionId === me.session.id,
          }))}
          ended={textOf(request.query, "selesai") !== ""}
        />
      ),
    });
  });

  app.post("/saya/perangkat", { config: resident }, async (request, reply) => {
    const me = residentOf(request);
    const wanted = textOf(request.body, "session");
    if (wanted === me.session.id) return reply.redirect("/keluar", 303);
    await accounts.signOutElsewhere(me.accountId, wanted);
    return reply.redirect("/saya/perangkat?selesai=1", 303);
  });
}

/** The browser forgets pages and what scripts kept, the outbox too. Browsers heed it on https only. */
export function wipeDevice(reply: FastifyReply): void {
  reply.header("clear-site-data", '"cache", "storage"');
}
