import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Case } from "../../../kernel/cases/index.ts";
import { asScopedRecord } from "../../../kernel/cases/index.ts";
import { sendProblem } from "../../../kernel/http/index.ts";
import { formatPublicCode, parsePublicCode } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { isRegionCode } from "../../../kernel/regions/index.ts";
import { problem } from "../../../kernel/result/index.ts";
import { publicPoint } from "../domain/place.ts";
import { stages } from "../domain/stage.ts";
import { ListPage } from "../pages/list.tsx";
import { MapPage } from "../pages/map.tsx";
import { OfficesPage } from "../pages/offices.tsx";
import { ReportPage } from "../pages/report.tsx";
import { countStages, findReportByCode, listPublic, type PublicFilter, type Report } from "../store.ts";
import { listView, mapView, officeRows, officesView, reportView } from "../views.ts";

const everyone = { access: { kind: "public" } } as const;
/** Wakes every page that shows reports. */
const topic = "service:reports.report";

interface ListQuery {
  readonly q?: string;
  readonly jenis?: string;
  readonly wilayah?: string;
  readonly tahap?: string;
  readonly sesudah?: string;
}

const listQuery = {
  type: "object",
  properties: {
    q: { type: "string", maxLength: 100 },
    jenis: { type: "string", maxLength: 40 },
    wilayah: { type: "string", maxLength: 13 },
    tahap: { type: "string", maxLength: 20 },
    sesudah: { type: "string", maxLength: 200 },
  },
} as const;

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
  app.get("/laporan/kantor.csv", { config: everyone }, async (_request, reply) => {
    const rows = await officeRows(kernel);
    const head =
      "office,received,open,late,median_answer_seconds,median_fix_seconds,fixed,fixed_in_time,ratings,mean_rating,reopened";
    const lines = rows.map(({ name, row }) =>
      [
        csvCell(name),
        row.received,
        row.open,
        row.late,
        Math.round(row.medianAnswerSeconds ?? Number.NaN),
        Math.round(row.medianFixSeconds ?? Number.NaN),
        row.fixed,
        row.fixedInTime,
        row.ratings,
        row.satisfaction ?? "",
        row.reopened,
      ]
        .map((cell) => (Number.isNaN(cell) ? "" : cell))
        .join(","),
    );
    return reply
      .header("content-disposition", 'attachment; filename="balai-offices.csv"')
      .header("cache-control", "public, max-age=60")
      .type("text/csv; charset=utf-8")
      .send(`${[head, ...lines].join("\r\n")}\r\n`);
  });
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

  app.get<{ Querystring: ListQuery }>(
    "/api/reports",
    {
      config: everyone,
      schema: { tags: ["reports"], summary: "Public reports, newest first", querystring: listQuery },
    },
    async (request, reply) => {
      const page = await listPublic(kernel.db.query, filterOf(request.query), {
        after: request.query.sesudah,
        limit: 50,
      });
      reply.header("cache-control", "public, max-age=1");
      return { reports: page.rows.map(asPublicRecord), next: page.next ?? null };
    },
  );
  app.get(
    "/api/reports/numbers",
    { config: everyone, schema: { tags: ["reports"], summary: "Numbers of all public reports" } },
    () => countStages(kernel.db.query, kernel.clock.now()),
  );
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

/** What is not known is left out: a mangled address shows the whole list. */
function filterOf(query: ListQuery): PublicFilter {
  return {
    q: query.q?.trim() === "" ? undefined : query.q,
    category: query.jenis === "" ? undefined : query.jenis,
    region: query.wilayah !== undefined && isRegionCode(query.wilayah) ? query.wilayah : undefined,
    stage: stages.find((stage) => stage === query.tahap),
  };
}

function asPublicRecord(report: Report) {
  const point = publicPoint(
    report.lat === null || report.lng === null ? null : { lat: report.lat, lng: report.lng },
    report.visibility,
  );
  return {
    code: formatPublicCode(report.code),
    kind: report.kind,
    category: report.category,
    region: report.region,
    stage: report.stage,
    state: report.state,
    lat: point?.lat ?? null,
    lng: point?.lng ?? null,
    createdAt: report.createdAt,
    dueAt: report.dueAt,
    stepDueAt: report.stepDueAt,
    fixedAt: report.stage === "done" ? report.fixedAt : null,
    rating: report.rating,
  };
}

/** RFC 4180; a leading sign that a spreadsheet would run as a formula is disarmed. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
