import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { sendProblem } from "../../../kernel/http/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { problem } from "../../../kernel/result/index.ts";
import { isoDay } from "../../../kernel/time/index.ts";
import type { Desks } from "../desk.ts";
import { type InboxQuery, readFilter } from "../domain/inbox-filter.ts";
import { beginExport, exportRecords } from "../export.ts";
import { paths } from "../frame.ts";
import { knownChoices } from "../inbox.ts";
import { inboxQuery } from "./inbox.tsx";

/** What the list shows, as a file: within scope, within the day's quota, written down before the first row leaves. */
export function addExportRoute(app: FastifyInstance, kernel: Kernel, desks: Desks): void {
  app.get<{ Querystring: InboxQuery }>(
    paths.export,
    {
      config: { access: { kind: "officer", action: "case.export" }, counts: true },
      schema: { querystring: inboxQuery },
      exposeHeadRoute: false,
    },
    async (request, reply) => {
      const desk = await desks.open(request);
      const filter = readFilter(request.query, knownChoices(desk));
      const begun = await beginExport(desk, filter);
      if (!begun.ok)
        return sendProblem(
          request,
          reply,
          kernel.pages,
          problem("too-many-requests", "console.export.quota", {
            // Nobody is served by trying again before the day is over.
            params: {
              rows: begun.rows,
              left: begun.left,
              seconds: secondsUntil(desk.horizon.endOfToday, desk.horizon.now),
            },
          }),
        );
      return reply
        .header("content-disposition", `attachment; filename="balai-${isoDay(desk.horizon.now, desk.zone)}.csv"`)
        .header("cache-control", "no-store")
        .type("text/csv; charset=utf-8; header=present")
        .send(Readable.from(exportRecords(desk, filter, begun.rows)));
    },
  );
}

function secondsUntil(end: Date, now: Date): number {
  return Math.max(1, Math.ceil((end.getTime() - now.getTime()) / 1000));
}
