import type { FastifyInstance } from "fastify";
import type { Kernel } from "../../../kernel/index.ts";
import { dayInWords } from "../../../kernel/time/index.ts";
import { AccessLogPage, MePage } from "../pages/me.tsx";
import { countLooks, readAccessLog } from "./access-log.ts";
import { ownExport } from "./export.ts";
import { textOf } from "./form.ts";
import { readOther, readOwn, residentOf } from "./resident.ts";

const resident = { access: { kind: "resident" } } as const;
const perPage = 30;
/** Read for the count of the last month; the first few are shown. */
const counted = 100;
const shown = 5;

/** "Data saya": what Balai holds of the resident, and who looked at it. */
export function addMeRoutes(app: FastifyInstance, kernel: Kernel): void {
  const { pages, notify, accounts, clock, db } = kernel;

  app.get("/saya", { config: resident }, async (request, reply) => {
    const { lang } = request.visit;
    const t = pages.translator(lang);
    const me = residentOf(request);
    const own = await readOwn(kernel, me);
    const [log, unread, sessions] = await Promise.all([
      readAccessLog(kernel, me, { before: "", limit: counted, people: shown, lang }),
      notify.unread(me.accountId),
      accounts.listSessions(me.accountId),
    ]);
    return pages.send(request, reply, {
      title: t("account.me.title"),
      body: (
        <MePage
          own={own}
          log={log}
          looks={countLooks(log.lines, clock.now())}
          unread={unread}
          devices={sessions.length}
          acting={await actingNow()}
          saved={textOf(request.query, "simpan")}
        />
      ),
    });

    async function actingNow() {
      const from = me.session.actingFor;
      if (from === null) return undefined;
      const { received } = await accounts.delegationsOf(db.query, me.accountId);
      const used = received.find(
        (known) => known.from === from && known.revokedAt === null && known.validTo > clock.now(),
      );
      const zone = kernel.calendars.zoneOf(kernel.config.rootRegion);
      return {
        name: (await readOther(kernel, me, from, "giver")) ?? "",
        text: t("account.acting.text", {
          until: used === undefined ? "" : dayInWords(t, lastDay(used.validTo), zone, clock.now()),
        }),
      };
    }
  });

  app.get<{ Querystring: { sebelum?: string } }>("/saya/akses", { config: resident }, async (request, reply) => {
    const { lang } = request.visit;
    const before = textOf(request.query, "sebelum");
    const log = await readAccessLog(kernel, residentOf(request), { before, limit: perPage, lang });
    return pages.send(request, reply, {
      title: pages.translator(lang)("account.log.title"),
      body: <AccessLogPage log={log} first={before === ""} />,
    });
  });

  app.get("/saya/unduh", { config: { ...resident, counts: true } }, async (request, reply) => {
    const data = await ownExport(kernel, residentOf(request));
    return reply
      .header("cache-control", "no-store")
      .header("content-disposition", 'attachment; filename="data-saya-balai.json"')
      .type("application/json; charset=utf-8")
      .send(JSON.stringify(data, null, 2));
  });

  app.get(
    "/api/session",
    {
      config: { access: { kind: "anyone" } },
      schema: {
        tags: ["account"],
        operationId: "account.api.session",
        summary: "Who is signed in in this browser, and how many unread messages they have",
      },
    },
    async (request, reply) => {
      reply.header("cache-control", "no-store");
      const { session } = request.visit;
      const accountId = session?.accountId ?? null;
      return {
        kind: session?.kind ?? "anonymous",
        acting: session?.actingFor != null,
        unread: accountId === null ? 0 : await notify.unread(accountId),
      };
    },
  );
}

/** A moment within the last day of something that ends at midnight. */
export function lastDay(end: Date): Date {
  return new Date(end.getTime() - 1);
}
