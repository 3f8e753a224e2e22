import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sendProblem } from "../../../kernel/http/index.ts";
import { newId } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { problem, problemStatus } from "../../../kernel/result/index.ts";
import type { Shell } from "../../console/index.ts";
import { administratorOf, type FormState, valuesOf } from "../form.ts";
import { OfficeList, OfficePage, type OfficeRow } from "../pages/offices.tsx";
import { AdministrationPage } from "../pages/parts.tsx";
import { paths } from "../paths.ts";

const operators = { access: { kind: "officer", action: "installation.operate" } } as const;
const one = "/konsol/kelola/kantor/:code";

interface OfOffice {
  Params: { code: string };
}

/** Offices: the tree, a new one, and one to be brought up to date. */
export function addOfficePages(app: FastifyInstance, kernel: Kernel, shell: Shell): void {
  const { administration, regions, pages } = kernel;

  app.get(paths.offices, { config: operators }, (request, reply) =>
    show(request, reply, undefined, { values: { region: kernel.config.rootRegion } }),
  );

  app.post(paths.offices, { config: operators }, async (request, reply) => {
    const desk = await shell.open(request);
    const values = valuesOf(request, ["code", "name", "region", "parent"]);
    // This form is for new ones: a code that is taken would change another office without a word.
    const taken = (await administration.offices()).some(({ code }) => code === values.code);
    if (taken) {
      const fault = problem("conflict", "administration.office.taken", {
        field: "code",
        params: { code: values.code },
      });
      return show(request, reply, undefined, { values, fault });
    }
    return save(request, reply, undefined, values, administratorOf(desk, request));
  });

  app.get<OfOffice>(one, { config: operators }, (request, reply) => show(request, reply, request.params.code));

  app.post<OfOffice>(one, { config: operators }, async (request, reply) => {
    const desk = await shell.open(request);
    const { code } = request.params;
    const known = (await administration.offices()).some((office) => office.code === code);
    if (!known) return unknown(request, reply, code);
    const values = valuesOf(request, ["name", "region", "parent"]);
    return save(request, reply, code, { ...values, code }, administratorOf(desk, request));
  });

  async function save(
    request: FastifyRequest,
    reply: FastifyReply,
    code: string | undefined,
    values: Record<"code" | "name" | "region" | "parent", string>,
    by: ReturnType<typeof administratorOf>,
  ): Promise<FastifyReply> {
    const saved = await administration.saveOffices(by, [
      { ...values, parent: values.parent === "" ? null : values.parent },
    ]);
    if (!saved.ok) return show(request, reply, code, { values, fault: saved.error });
    return reply.redirect(`${paths.offices}?sudah=1`, 303);
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    code: string | undefined,
    given?: FormState,
  ): Promise<FastifyReply> {
    const desk = await shell.open(request);
    const offices = await rows();
    const office = offices.find((each) => each.code === code);
    if (code !== undefined && office === undefined) return unknown(request, reply, code);
    const parent = offices.find(({ id }) => id === office?.parentId)?.code ?? "";
    const state = given ?? {
      values: office === undefined ? {} : { name: office.name, region: office.region, parent },
    };
    if (state.fault !== undefined) reply.code(problemStatus[state.fault.type]);
    const form = { csrf: desk.csrf, once: newId(), state };
    const saved = typeof request.query === "object" && request.query !== null && "sudah" in request.query;
    return shell.send(request, reply, desk, {
      title: desk.t("administration.menu"),
      current: paths.officers,
      body: (
        <AdministrationPage current={paths.offices} saved={saved && state.fault === undefined}>
          {office === undefined ? (
            <OfficeList offices={offices} {...form} />
          ) : (
            <OfficePage office={office} offices={offices} {...form} />
          )}
        </AdministrationPage>
      ),
    });
  }

  async function rows(): Promise<readonly OfficeRow[]> {
    const offices = await administration.offices();
    const names = await regions.fullNames(offices.map(({ region }) => region));
    const depths = new Map<string, number>();
    return offices.map((office) => {
      const depth = office.parentId === null ? 0 : (depths.get(office.parentId) ?? 0) + 1;
      depths.set(office.id, depth);
      return { ...office, depth, place: names.get(office.region) ?? office.region };
    });
  }

  function unknown(request: FastifyRequest, reply: FastifyReply, code: string): FastifyReply {
    const params = { code: code.slice(0, 40) };
    return sendProblem(request, reply, pages, problem("not-found", "administration.office.unknown", { params }));
  }
}
