import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type EnrolmentForm, enrolmentPath } from "../../../kernel/accounts/index.ts";
import { csrfToken, sendProblem } from "../../../kernel/http/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { type Problem, problem, problemStatus } from "../../../kernel/result/index.ts";
import { EnrolmentPage } from "../pages/enrolment.tsx";
import { textOf } from "./form.ts";
import { deviceOf, sessionOf } from "./visitor.ts";

/** An officer sets up password and authenticator app by a one-time link. Looking changes nothing: some programs open links before people do. */
export function addEnrolmentRoutes(app: FastifyInstance, kernel: Kernel): void {
  const { accounts, pages, cookies, config } = kernel;
  const path = `${enrolmentPath}/:secret`;
  const issuer = new URL(config.url).host;

  app.get<{ Params: { secret: string } }>(path, { config: { access: { kind: "visitor" } } }, async (request, reply) => {
    const form = await accounts.enrolmentForm(request.params.secret, issuer);
    if (form === undefined) return sendProblem(request, reply, pages, problem("gone", "accounts.enrolment.gone"));
    return sendForm(request, reply, request.params.secret, form);
  });

  app.post<{ Params: { secret: string } }>(
    path,
    { config: { access: { kind: "visitor" }, limit: "sign-in" } },
    async (request, reply) => {
      const { secret } = request.params;
      const device = deviceOf(request, cookies);
      const opened = await accounts.enrol({
        secret,
        password: textOf(request.body, "password", 201),
        code: textOf(request.body, "code"),
        device,
        lang: request.visit.lang,
        previousSecret: request.cookies[cookies.session] ?? null,
      });
      if (opened.ok) {
        cookies.setSession(reply, opened.value.secret);
        if (device.browser !== null) cookies.keepBrowser(reply, device.browser);
        return reply.redirect("/konsol", 303);
      }
      const form = await accounts.enrolmentForm(secret, issuer);
      if (form === undefined) return sendProblem(request, reply, pages, opened.error);
      return sendForm(request, reply, secret, form, opened.error);
    },
  );

  function sendForm(
    request: FastifyRequest,
    reply: FastifyReply,
    secret: string,
    form: EnrolmentForm,
    fault?: Problem,
  ): FastifyReply {
    const t = pages.translator(request.visit.lang);
    if (fault !== undefined) reply.code(problemStatus[fault.type]);
    return pages.send(request, reply, {
      title: t("account.enrol.title"),
      body: (
        <EnrolmentPage
          csrf={csrfToken(sessionOf(request).csrfSecret)}
          action={`${enrolmentPath}/${encodeURIComponent(secret)}`}
          form={form}
          error={
            fault === undefined ? undefined : { field: fault.field ?? "code", text: t(fault.message, fault.params) }
          }
        />
      ),
    });
  }
}
