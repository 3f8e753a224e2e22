import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { Kernel } from "../../../kernel/index.ts";
import { mostInFile, officeFile, officeRecords, publicRecord, reportRecords } from "../open-data.ts";
import { countStages, listPublic } from "../store.ts";
import { apiQuery, fileQuery, filterOf, type ListQuery } from "./list-query.ts";

const everyone = { access: { kind: "public" } } as const;
const tags = ["reports"];
/** Files and figures may be a minute old: whoever asks again and again costs nothing. */
const minute = "public, max-age=60";
const times =
  "dueAt: when the whole promise ends. stepDueAt: when the present step ends, where it has a time of its own; the page of a report shows the earlier of the two. fixedAt: only once another officer found the work to hold. outcome: only of what is closed for good.";

/** Open data: the public reports and the figures of the offices, for programs and as files. */
export function addDataRoutes(app: FastifyInstance, kernel: Kernel): void {
  app.get<{ Querystring: ListQuery }>(
    "/api/reports",
    {
      config: everyone,
      schema: {
        tags,
        operationId: "reports.api.list",
        summary: "Public reports, newest first",
        description: times,
        querystring: apiQuery,
      },
    },
    async (request, reply) => {
      const page = await listPublic(kernel.db.query, filterOf(request.query), {
        after: request.query.sesudah,
        limit: 50,
      });
      reply.header("cache-control", "public, max-age=1");
      return { reports: page.rows.map(publicRecord), next: page.next ?? null };
    },
  );
  app.get<{ Querystring: ListQuery }>(
    "/api/reports.csv",
    {
      config: { ...everyone, limit: "search" },
      exposeHeadRoute: false,
      schema: {
        tags,
        operationId: "reports.api.file",
        summary: "Public reports as a CSV file",
        description: `Newest first, at most ${mostInFile}; narrow it for the others. Times are ISO 8601. ${times}`,
        querystring: fileQuery,
      },
    },
    async (request, reply) => {
      const records = reportRecords(kernel, filterOf(request.query));
      // Asked for before the answer begins: without its database Balai says so, rather than break the file off.
      const begun = await records.next();
      const file = async function* () {
        yield begun.value ?? "";
        yield* records;
      };
      return reply
        .header("content-disposition", 'attachment; filename="balai-reports.csv"')
        .header("cache-control", minute)
        .type("text/csv; charset=utf-8; header=present")
        .send(Readable.from(file()));
    },
  );
  app.get(
    "/api/reports/numbers",
    {
      config: everyone,
      schema: {
        tags,
        operationId: "reports.api.numbers",
        summary: "Numbers of all public reports",
        description:
          "open: running. late: those of them whose time is over while the office is waited for. done: found solved by another officer. closed: rejected, withdrawn, or ended because a question was not answered.",
      },
    },
    () => countStages(kernel.db.query, kernel.clock.now()),
  );
  app.get(
    "/api/reports/offices",
    {
      config: everyone,
      schema: {
        tags,
        operationId: "reports.api.offices",
        summary: "Figures of each office over the last year",
        description:
          "Private reports count too. fixed: work that another officer found to hold; fixedInTime: of those, done within the official time. The page shows fixedInTime of fixed + late.",
      },
    },
    async (_request, reply) => {
      reply.header("cache-control", minute);
      return { offices: await officeRecords(kernel) };
    },
  );
  // The second address is the page's own; the document for programs names the first.
  for (const path of ["/api/reports/offices.csv", "/laporan/kantor.csv"])
    app.get(
      path,
      {
        config: everyone,
        exposeHeadRoute: false,
        schema: { tags, operationId: "reports.api.offices-file", summary: "Figures of each office as a CSV file" },
      },
      async (_request, reply) =>
        reply
          .header("content-disposition", 'attachment; filename="balai-offices.csv"')
          .header("cache-control", minute)
          .type("text/csv; charset=utf-8; header=present")
          .send(await officeFile(kernel)),
    );
}
