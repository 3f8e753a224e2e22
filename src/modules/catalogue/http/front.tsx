import type { FastifyInstance } from "fastify";
import { csrfToken, sendProblem } from "../../../kernel/http/index.ts";
import { parsePublicCode } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { problem } from "../../../kernel/result/index.ts";
import type { ServiceDefinition } from "../../../kernel/services/index.ts";
import { createFormats, type Lang, type Row } from "../../../kernel/ui/index.ts";
import { rank } from "../domain/rank.ts";
import { openDrafts } from "../drafts.ts";
import { FrontPage, type PublicFigure, ServicesPage } from "../pages/front.tsx";
import { type Beginning, ServicePage } from "../pages/service.tsx";
import { serviceView } from "../service-view.ts";
import { feeAndTime, findable, iconOf, today } from "../words.ts";

const everyone = { access: { kind: "public" } } as const;
const mostOnFront = 8;

/** The front page, the list of services and the page of each. */
export function addFrontRoutes(app: FastifyInstance, kernel: Kernel): void {
  const { pages, services, cases } = kernel;
  const topics = [...new Set(services.all().map(({ definition }) => `service:${definition.id}`))];

  app.get("/", { config: everyone, compress: false }, (request, reply) =>
    pages.sendPublic(request, reply, topics, async () => {
      const { lang } = request.visit;
      const t = pages.translator(lang);
      // What needs no account stands first: it is what most people come for.
      const all = services
        .allCurrent(today(kernel))
        .toSorted((a, b) => Number(b.for === "guest") - Number(a.for === "guest"));
      const rows = all.slice(0, mostOnFront);
      return {
        title: t("catalogue.front.page"),
        description: t("catalogue.front.description"),
        listed: true,
        body: (
          <FrontPage
            rows={rows.map((each) => rowOf(each, lang))}
            hasMore={all.length > rows.length}
            figures={await figures(lang)}
          />
        ),
      };
    }),
  );

  app.get<{ Querystring: { q?: string } }>(
    "/layanan",
    {
      config: everyone,
      compress: false,
      schema: { querystring: { type: "object", properties: { q: { type: "string", maxLength: 200 } } } },
    },
    (request, reply) => {
      const { lang } = request.visit;
      const q = request.query.q?.trim() ?? "";
      const code = parsePublicCode(q);
      // Who types a tracking code into the only box on the page means their case.
      if (code !== undefined) return reply.redirect(`/lacak?kode=${code}`, 303);
      return pages.sendPublic(request, reply, [], async () => {
        const t = pages.translator(lang);
        const found = rank(q, await findable(kernel, t, services.allCurrent(today(kernel))));
        const rows = found.map((each) => rowOf(each, lang));
        return {
          title: t("catalogue.services.title"),
          description: t("catalogue.services.description"),
          listed: q === "",
          body: <ServicesPage q={q} rows={rows} isSearch={q !== ""} />,
        };
      });
    },
  );

  app.get<{ Params: { id: string } }>(
    "/layanan/:id",
    { config: { access: { kind: "anyone" } } },
    async (request, reply) => {
      const { session, actor, lang } = request.visit;
      const definition = services.current(request.params.id, today(kernel));
      if (definition === undefined)
        return sendProblem(request, reply, pages, problem("not-found", "cases.service.unknown"));
      const t = pages.translator(lang);
      const begun = session === undefined ? [] : await openDrafts(kernel, session);
      const mine = begun.find(({ service }) => service === definition.id);
      const beginning: Beginning =
        actor.kind === "officer"
          ? { kind: "officer" }
          : definition.for === "resident" && actor.kind !== "resident"
            ? { kind: "sign-in", href: signInFor(definition.id) }
            : {
                kind: "start",
                csrf: session === undefined ? undefined : csrfToken(session.csrfSecret),
                draftHref: mine === undefined ? undefined : `/isi/${mine.id}`,
              };
      return pages.send(request, reply, {
        title: t(definition.title),
        description: t(definition.summary),
        listed: true,
        body: <ServicePage view={serviceView(kernel, definition, lang)} beginning={beginning} />,
      });
    },
  );

  app.post<{ Params: { id: string } }>(
    "/layanan/:id/mulai",
    { config: { access: { kind: "visitor" } } },
    async (request, reply) => {
      const { session, actor } = request.visit;
      const definition = services.current(request.params.id, today(kernel));
      if (definition === undefined || session === undefined)
        return sendProblem(request, reply, pages, problem("not-found", "cases.service.unknown"));
      if (actor.kind === "officer")
        return sendProblem(request, reply, pages, problem("forbidden", "cases.submit.not-officers"));
      if (definition.for === "resident" && actor.kind !== "resident")
        return reply.redirect(signInFor(definition.id), 303);
      // A second press takes the empty draft of the first.
      const [newest] = (await openDrafts(kernel, session)).filter(({ service }) => service === definition.id);
      const again = newest === undefined ? undefined : await cases.drafts.find(session.id, newest.id);
      const isEmpty = again?.version === definition.version && Object.keys(again.answers).length === 0;
      const draft =
        again !== undefined && isEmpty
          ? again
          : await cases.drafts.start(session.id, definition.id, definition.version, {});
      return reply.redirect(`/isi/${draft.id}`, 303);
    },
  );

  function rowOf(definition: ServiceDefinition, lang: Lang): Row {
    const t = pages.translator(lang);
    return {
      title: t(definition.title),
      notes: [feeAndTime(t, definition, lang)],
      icon: iconOf(definition),
      href: `/layanan/${definition.id}`,
    };
  }

  async function figures(lang: Lang): Promise<readonly PublicFigure[]> {
    const t = pages.translator(lang);
    const formats = createFormats(lang, kernel.calendars.zoneOf(kernel.config.rootRegion).iana);
    const numbers = kernel.manifests.flatMap((module) => module.publicNumbers ?? []).slice(0, 4);
    return Promise.all(
      numbers.map(async (number) => ({
        value: formats.number(await number.read(kernel)),
        label: t(number.label),
        explanation: t(number.explanation),
        href: number.href,
      })),
    );
  }
}

function signInFor(service: string): string {
  return `/masuk?kembali=${encodeURIComponent(`/layanan/${service}`)}`;
}
