import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Case } from "../../../kernel/cases/index.ts";
import { asScopedRecord } from "../../../kernel/cases/index.ts";
import { sendProblem } from "../../../kernel/http/index.ts";
import { parsePublicCode } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { problem } from "../../../kernel/result/index.ts";
import { ListPage } from "../pages/list.tsx";
import { MapPage } from "../pages/map.tsx";
import { OfficesPage } from "../pages/offices.tsx";
import { ReportPage } from "../pages/report.tsx";
import { findReportByCode, type Report } from "../store.ts";
import { listView, mapView, officesView, reportView } from "../views.ts";
import { addDataRoutes } from "./data.ts";
import { filterOf, type ListQuery, listQuery } from "./list-query.ts";

const everyone = { access: { kind: "public" } } as const;
/** Wakes every page that shows reports. */
const topic = "service:reports.report";

export function addReportRoutes(app: FastifyInstance, kernel: Kernel): void {
  const { pages } = kernel;
  const unknown = (request: FastifyRequest, reply: FastifyReply) =>
    sendProblem(request, reply, pages, problem("not-found", "reports.unknown"));

  app.get<{ Querystring: ListQuery }>(
    "/laporan",
    { config: everyone, compress: false, schema: { querystring: listQuery } },
    (request, reply) =>
      pages.sendPublic(request, reply, [topic], async () => {
        const view = await listView(kernel, request.visit.lang, filterOf(request.query), request.query.sesudah);
        const t = pages.translator(request.visit.lang);
        return {
          title: t("reports.list.title", { place: view.place }),
          description: t("reports.list.lead"),
          listed: true,
          body: <ListPage view={view} />,
        };
      }),
  );
  app.get("/laporan/peta", { config: everyone, compress: false }, (request, reply) =>
    pages.sendPublic(request, reply, [topic], async () => {
      const view = await mapView(kernel, request.visit.lang);
      const t = pages.translator(request.visit.lang);
      return {
        title: t("reports.map.heading", { place: view.place }),
        description: t("reports.map.lead"),
        listed: true,
        body: <MapPage view={view} />,
      };
    }),
  );
  app.get("/laporan/kantor", { config: everyone, compress: false }, (request, reply) =>
    pages.sendPublic(request, reply, [topic], async () => {
      const view = await officesView(kernel, request.visit.lang);
      const t = pages.translator(request.visit.lang);
      return {
        title: t("reports.offices.title"),
        description: t("reports.offices.lead"),
        listed: true,
        body: <OfficesPage view={view} />,
      };
    }),
  );
  app.get("/laporan/langsung", { config: everyone }, (request, reply) => kernel.live.stream(request, reply, topic));

  app.get<{ Params: { code: string } }>(
    "/laporan/:code",
    { config: everyone, compress: false },
    async (request, reply) => {
      const found = await findPublic(kernel, request.params.code);
      if (found === undefined) return unknown(request, reply);
      const { report, whole } = found;
      if (request.params.code !== report.code) return reply.redirect(`/laporan/${report.code}`, 301);
      return pages.sendPublic(request, reply, [`case:${report.caseId}`], async () => {
        const view = await reportView(kernel, request.visit.lang, report, whole);
        const photo = view.photos[0]?.href;
        return {
          title: view.title,
          description: view.text.slice(0, 160),
          image: photo,
          listed: true,
          body: <ReportPage view={view} />,
        };
      });
    },
  );
  app.get<{ Params: { code: string } }>("/laporan/:code/langsung", { config: everyone }, async (request, reply) => {
    const found = await findPublic(kernel, request.params.code);
    if (found === undefined) return unknown(request, reply);
    kernel.live.stream(request, reply, `case:${found.report.caseId}`);
  });
  addDataRoutes(app, kernel);
}

/** The report of a code, when everyone may see it. A private one does not exist for the public. */
async function findPublic(
  kernel: Kernel,
  text: string,
): Promise<{ readonly report: Report; readonly whole: Case } | undefined> {
  const code = parsePublicCode(text);
  const report = code === undefined ? undefined : await findReportByCode(kernel.db.query, code);
  const whole = report === undefined ? undefined : await kernel.cases.find(report.caseId);
  if (report === undefined || whole === undefined) return undefined;
  return kernel.access.decide({ kind: "public" }, "case.view-public", asScopedRecord(whole))
    ? { report, whole }
    : undefined;
}
