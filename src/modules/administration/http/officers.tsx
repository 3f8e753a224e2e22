import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Office } from "../../../kernel/access/index.ts";
import type { Officer, OfficerLink } from "../../../kernel/administration/index.ts";
import { sendProblem } from "../../../kernel/http/index.ts";
import { newId } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { type Problem, problem, problemStatus, type Result } from "../../../kernel/result/index.ts";
import { momentInWords } from "../../../kernel/time/index.ts";
import type { Desk, Shell } from "../../console/index.ts";
import { administratorOf, type FormState, valuesOf } from "../form.ts";
import { type NamedRole, NewOfficer, OfficerLinkPage, OfficerList, OfficerPage } from "../pages/officers.tsx";
import { AdministrationPage } from "../pages/parts.tsx";
import { paths } from "../paths.ts";

const operators = { access: { kind: "officer", action: "installation.operate" } } as const;
const one = "/konsol/kelola/petugas/:username";

interface OfOfficer {
  Params: { username: string };
}

/** Officers: the list, a new one, and one with their roles. */
export function addOfficerPages(app: FastifyInstance, kernel: Kernel, shell: Shell): void {
  const { administration, pages } = kernel;

  app.get(paths.officers, { config: operators }, async (request, reply) => {
    const desk = await shell.open(request);
    const [officers, offices] = await Promise.all([administration.officers(), administration.offices()]);
    return send(request, reply, desk, <OfficerList officers={officers.map((officer) => named(officer, offices))} />);
  });

  app.get(paths.newOfficer, { config: operators }, async (request, reply) =>
    showNew(request, reply, await shell.open(request), { values: {} }),
  );

  app.post(paths.newOfficer, { config: operators }, async (request, reply) => {
    const desk = await shell.open(request);
    const values = valuesOf(request, ["username", "name", "email", "role", "office"]);
    const email = values.email === "" ? null : values.email;
    const made = await administration.addOfficer(administratorOf(desk, request), { ...values, email, lang: "id" });
    if (!made.ok) return showNew(request, reply, desk, { values, fault: made.error });
    return showLink(request, reply, desk, values.username.toLowerCase(), made.value);
  });

  app.get<OfOfficer & { Querystring: { sudah?: string } }>(one, { config: operators }, async (request, reply) =>
    showOne(request, reply, request.params.username, { values: {} }),
  );

  app.post<OfOfficer>(`${one}/peran`, { config: operators }, async (request, reply) => {
    const values = valuesOf(request, ["role", "office"]);
    return change(request, reply, values, (by, username) => administration.assignRole(by, { username, ...values }));
  });

  app.post<OfOfficer>(`${one}/peran/akhiri`, { config: operators }, async (request, reply) => {
    const values = valuesOf(request, ["role", "office"]);
    return change(request, reply, {}, (by, username) => administration.endRole(by, { username, ...values }));
  });

  app.post<OfOfficer>(`${one}/tutup`, { config: operators }, async (request, reply) =>
    change(request, reply, {}, administration.disableOfficer),
  );

  for (const [act, reopen] of [
    ["tautan", false],
    ["buka", true],
  ] as const)
    app.post<OfOfficer>(`${one}/${act}`, { config: operators }, async (request, reply) => {
      const desk = await shell.open(request);
      const { username } = request.params;
      const made = await administration.resetOfficer(administratorOf(desk, request), { username, reopen });
      if (!made.ok) return showOne(request, reply, username, { values: {}, fault: made.error });
      return showLink(request, reply, desk, username, made.value);
    });

  /** Does one thing with the officer of the address, then shows them as they are now. */
  async function change(
    request: FastifyRequest<OfOfficer>,
    reply: FastifyReply,
    values: FormState["values"],
    act: (by: ReturnType<typeof administratorOf>, username: string) => Promise<Result<boolean, Problem>>,
  ): Promise<FastifyReply> {
    const desk = await shell.open(request);
    const { username } = request.params;
    const done = await act(administratorOf(desk, request), username);
    if (!done.ok) return showOne(request, reply, username, { values, fault: done.error });
    return reply.redirect(`${paths.officer(username)}?sudah=1`, 303);
  }

  async function showNew(request: FastifyRequest, reply: FastifyReply, desk: Desk, state: FormState) {
    const offices = await administration.offices();
    return send(
      request,
      reply,
      desk,
      <NewOfficer offices={offices} csrf={desk.csrf} once={newId()} state={state} />,
      state.fault,
    );
  }

  async function showOne(request: FastifyRequest, reply: FastifyReply, username: string, state: FormState) {
    const desk = await shell.open(request);
    const [officers, offices] = await Promise.all([administration.officers(), administration.offices()]);
    const officer = officers.find((each) => each.username === username.toLowerCase());
    if (officer === undefined)
      return sendProblem(
        request,
        reply,
        pages,
        problem("not-found", "administration.officer.unknown", { params: { username: username.slice(0, 40) } }),
      );
    return send(
      request,
      reply,
      desk,
      <OfficerPage
        officer={named(officer, offices)}
        offices={offices}
        isOwn={officer.accountId === desk.officer.accountId}
        newKey={() => newId()}
        csrf={desk.csrf}
        once={newId()}
        state={state}
      />,
      state.fault,
    );
  }

  /** Shown in the answer itself: an address would stay in the browser's history. */
  function showLink(request: FastifyRequest, reply: FastifyReply, desk: Desk, username: string, link: OfficerLink) {
    const until = momentInWords(desk.t, link.expiresAt, desk.zone, desk.horizon.now);
    return send(request, reply, desk, <OfficerLinkPage username={username} url={link.url} until={until} />);
  }

  function send(
    request: FastifyRequest,
    reply: FastifyReply,
    desk: Desk,
    body: Parameters<typeof AdministrationPage>[0]["children"],
    fault?: Problem,
  ): Promise<FastifyReply> {
    if (fault !== undefined) reply.code(problemStatus[fault.type]);
    const saved = typeof request.query === "object" && request.query !== null && "sudah" in request.query;
    return shell.send(request, reply, desk, {
      title: desk.t("administration.menu"),
      current: paths.officers,
      body: (
        <AdministrationPage current={paths.officers} saved={saved && fault === undefined}>
          {body}
        </AdministrationPage>
      ),
    });
  }
}

function named(officer: Officer, offices: readonly Office[]): Officer & { named: readonly NamedRole[] } {
  const known = new Map(offices.map((office) => [office.id, office]));
  return {
    ...officer,
    named: officer.roles.map(({ role, officeId }) => {
      const office = known.get(officeId);
      return { role, office: office?.name ?? "", code: office?.code ?? "" };
    }),
  };
}
