import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { CodeSent, OpenedSession } from "../../../kernel/accounts/index.ts";
import { csrfToken, type Session } from "../../../kernel/http/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { type Problem, problemStatus } from "../../../kernel/result/index.ts";
import type { DemoSignIn } from "../demo.ts";
import { returnPath } from "../domain/return-path.ts";
import { CodePage, OfficerSignIn, ResidentSignIn } from "../pages/sign-in.tsx";
import { textOf } from "./form.ts";
import { createTickets, type Ticket } from "./ticket.ts";
import { deviceOf, sessionOf } from "./visitor.ts";

const visitor = { access: { kind: "visitor" } } as const;
const limited = { access: { kind: "visitor" }, limit: "sign-in" } as const;
const codePath = "/masuk/kode";

/** Signing in: residents by phone and code, officers by password and code. `demo`: accounts that everyone may try. */
export function addSignInRoutes(app: FastifyInstance, kernel: Kernel, demo: DemoSignIn | undefined): void {
  const { accounts, pages, cookies, notify, config, clock, log } = kernel;
  const tickets = createTickets(config.url.startsWith("https:"));

  /** What the pages of both ways in know beside their fields. */
  function common(request: FastifyRequest, session: Session, returnTo: string | undefined, fault?: Problem) {
    const t = pages.translator(request.visit.lang);
    return {
      csrf: csrfToken(session.csrfSecret),
      returnTo,
      error: fault === undefined ? undefined : t(fault.message, fault.params),
      codeHref: tickets.read(request) === undefined ? undefined : codePath,
      signedInAs: session.kind === "anonymous" ? undefined : session.kind,
      demo,
    };
  }

  function sendResident(
    request: FastifyRequest,
    reply: FastifyReply,
    shown: { phone: string; returnTo: string | undefined; signedOut?: string; fault?: Problem },
  ): FastifyReply {
    const t = pages.translator(request.visit.lang);
    const { phone, returnTo, fault, signedOut = "" } = shown;
    if (fault !== undefined) reply.code(problemStatus[fault.type]);
    return pages.send(request, reply, {
      title: t("account.sign-in.title"),
      body: (
        <ResidentSignIn {...common(request, sessionOf(request), returnTo, fault)} phone={phone} signedOut={signedOut} />
      ),
    });
  }

  function sendOfficer(
    request: FastifyRequest,
    reply: FastifyReply,
    shown: { username: string; password: string; returnTo: string | undefined; fault?: Problem },
  ): FastifyReply {
    const t = pages.translator(request.visit.lang);
    const { username, password, returnTo, fault } = shown;
    if (fault !== undefined) reply.code(problemStatus[fault.type]);
    return pages.send(request, reply, {
      title: t("account.officer.title"),
      body: (
        <OfficerSignIn
          {...common(request, sessionOf(request), returnTo, fault)}
          username={username}
          password={password}
        />
      ),
    });
  }

  function sendCodePage(
    request: FastifyRequest,
    reply: FastifyReply,
    ticket: Ticket,
    shown: { fault?: Problem; notice?: Problem; sentAgain?: boolean } = {},
  ): FastifyReply {
    const t = pages.translator(request.visit.lang);
    const { fault, notice, sentAgain = false } = shown;
    const said = fault ?? notice;
    if (said !== undefined) reply.code(problemStatus[said.type]);
    return pages.send(request, reply, {
      title: t("account.code.title"),
      scripts: ["modules/account/browser/resend.ts"],
      body: (
        <CodePage
          {...ticket}
          csrf={csrfToken(sessionOf(request).csrfSecret)}
          wait={Math.max(0, Math.ceil((ticket.resendFrom.getTime() - clock.now().getTime()) / 1000))}
          sentAgain={sentAgain}
          error={fault === undefined ? undefined : t(fault.message, fault.params)}
          notice={notice === undefined ? undefined : t(notice.message, notice.params)}
          demo={demo !== undefined}
        />
      ),
    });
  }

  /** A person waits for the code: it goes out at once. A slow provider must not hold the page, and its answer must not tell who has an account. */
  async function deliver(): Promise<void> {
    const sending = notify.deliverDue().then(
      () => undefined,
      (error: unknown) => log.error("account.code-not-sent", { error }),
    );
    if (config.env === "demo") await sending;
  }

  async function goToCode(reply: FastifyReply, sent: CodeSent, rest: Pick<Ticket, "who" | "returnTo">) {
    const { challengeId, maskedContact: sentTo, contactKind, resendFrom } = sent;
    if (contactKind !== "authenticator") await deliver();
    tickets.give(reply, { challengeId, sentTo, contactKind, resendFrom, ...rest });
    return reply.redirect(codePath, 303);
  }

  app.get<{ Querystring: { kembali?: string; sebagai?: string; keluar?: string } }>(
    "/masuk",
    { config: visitor },
    async (request, reply) => {
      const query = request.query;
      const returnTo = returnPath(textOf(query, "kembali", 1001));
      if (returnTo?.startsWith("/konsol") === true)
        return reply.redirect(`/masuk/petugas?kembali=${encodeURIComponent(returnTo)}`, 303);
      const phone = demo?.residents.find(({ key }) => key === textOf(query, "sebagai"))?.phone ?? "";
      return sendResident(request, reply, { phone, returnTo, signedOut: textOf(query, "keluar") });
    },
  );

  app.post("/masuk", { config: limited }, async (request, reply) => {
    const phone = textOf(request.body, "phone");
    const returnTo = returnPath(textOf(request.body, "kembali", 1001));
    const sent = await accounts.requestCode({ phone, device: deviceOf(request, cookies), lang: request.visit.lang });
    if (!sent.ok) return sendResident(request, reply, { phone, returnTo, fault: sent.error });
    return goToCode(reply, sent.value, { who: "resident", returnTo });
  });

  app.get<{ Querystring: { kembali?: string; sebagai?: string } }>(
    "/masuk/petugas",
    { config: visitor },
    async (request, reply) => {
      const returnTo = returnPath(textOf(request.query, "kembali", 1001));
      const known = demo?.officers.find(({ key }) => key === textOf(request.query, "sebagai"));
      const password = known === undefined ? "" : (demo?.password ?? "");
      return sendOfficer(request, reply, { username: known?.key ?? "", password, returnTo });
    },
  );

  app.post("/masuk/petugas", { config: limited }, async (request, reply) => {
    const username = textOf(request.body, "username", 254);
    const returnTo = returnPath(textOf(request.body, "kembali", 1001));
    const sent = await accounts.passwordSignIn({
      login: username,
      password: textOf(request.body, "password", 201),
      device: deviceOf(request, cookies),
    });
    if (!sent.ok) return sendOfficer(request, reply, { username, password: "", returnTo, fault: sent.error });
    return goToCode(reply, sent.value, { who: "officer", returnTo });
  });

  app.get<{ Querystring: { lagi?: string } }>(codePath, { config: visitor }, async (request, reply) => {
    const ticket = tickets.read(request);
    if (ticket === undefined) return reply.redirect("/masuk", 303);
    return sendCodePage(request, reply, ticket, { sentAgain: textOf(request.query, "lagi") !== "" });
  });

  app.post(codePath, { config: limited }, async (request, reply) => {
    const ticket = ticketOf(request);
    const device = deviceOf(request, cookies);
    const opened = await accounts.verifyCode({
      challengeId: ticket.challengeId,
      code: textOf(request.body, "code"),
      device,
      lang: request.visit.lang,
      previousSecret: request.cookies[cookies.session] ?? null,
    });
    if (!opened.ok) return sendCodePage(request, reply, ticket, { fault: opened.error });
    await welcome(reply, opened.value);
    if (device.browser !== null) cookies.keepBrowser(reply, device.browser);
    const isOfficer = opened.value.session.holder.kind === "officer";
    return reply.redirect(ticket.returnTo ?? (isOfficer ? "/konsol" : "/saya"), 303);
  });

  app.post(`${codePath}/lagi`, { config: limited }, async (request, reply) => {
    const ticket = ticketOf(request);
    const { challengeId } = ticket;
    const sent = await accounts.resendCode({
      challengeId,
      device: deviceOf(request, cookies),
      lang: request.visit.lang,
    });
    if (!sent.ok) return sendCodePage(request, reply, ticket, { notice: sent.error });
    await deliver();
    tickets.give(reply, { ...ticket, challengeId: sent.value.challengeId, resendFrom: sent.value.resendFrom });
    return reply.redirect(`${codePath}?lagi=1`, 303);
  });

  /** The ticket, with the challenge that the form names: another tab may have asked for another code meanwhile. */
  function ticketOf(request: FastifyRequest): Ticket {
    const kept = tickets.read(request);
    const challengeId = textOf(request.body, "challenge") || (kept?.challengeId ?? "");
    const nothing = { sentTo: null, contactKind: "phone", who: "resident", returnTo: undefined } as const;
    return { ...(kept ?? { ...nothing, resendFrom: clock.now() }), challengeId };
  }

  /** The new session takes the place of the old one; a resident's drafts come along. */
  async function welcome(reply: FastifyReply, opened: OpenedSession): Promise<void> {
    const { session, secret } = opened;
    if (session.holder.kind === "resident" && session.previousSessionId !== null)
      await kernel.cases.drafts.move(session.previousSessionId, session.sessionId);
    cookies.setSession(reply, secret);
    tickets.drop(reply);
  }
}
