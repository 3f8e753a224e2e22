import type { FastifyInstance } from "fastify";
import type { Action } from "../../../kernel/access/index.ts";
import { isUuid } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { momentInWords } from "../../../kernel/time/index.ts";
import { auditView } from "../audit.ts";
import type { Desk, Desks } from "../desk.ts";
import { paths } from "../frame.ts";
import { operateView } from "../operate.ts";
import { overseeView } from "../oversee.ts";
import { Audit, AuditTools } from "../pages/audit.tsx";
import { Notices, type NoticesView } from "../pages/notices.tsx";
import { Operate } from "../pages/operate.tsx";
import { Oversee } from "../pages/oversee.tsx";
import { createShell } from "../shell.tsx";

const text = { type: "string", maxLength: 200 } as const;
const noticesPerPage = 30;

function config(action: Action) {
  return { access: { kind: "officer", action } } as const;
}

/** The desks of those who answer for others: what is late, who read what, how the installation does; and everyone's notices. */
export function addDeskPages(app: FastifyInstance, kernel: Kernel, desks: Desks): void {
  const { notify } = kernel;
  const { send } = createShell(kernel, desks);

  app.get<{ Querystring: { sesudah?: string } }>(
    paths.oversee,
    {
      config: config("office.oversee"),
      schema: { querystring: { type: "object", properties: { sesudah: text } } },
    },
    async (request, reply) => {
      const desk = await desks.open(request);
      const { sesudah } = request.query;
      const view = await overseeView(desk, sesudah);
      const when = momentInWords(desk.t, desk.horizon.now, desk.zone, desk.horizon.now);
      return send(request, reply, desk, {
        title: desk.t("console.oversee.title"),
        current: paths.oversee,
        body: <Oversee view={view} when={when} isLater={sesudah !== undefined} />,
      });
    },
  );

  app.get<{ Querystring: { kantor?: string; sebelum?: string } }>(
    paths.audit,
    {
      config: config("access-log.audit"),
      schema: { querystring: { type: "object", properties: { kantor: text, sebelum: text } } },
      // A look at the log is written down: only a real one counts.
      exposeHeadRoute: false,
    },
    async (request, reply) => {
      const desk = await desks.open(request);
      const view = await auditView(desk, request.query);
      return send(request, reply, desk, {
        title: desk.t("console.menu.audit"),
        current: paths.audit,
        tools: <AuditTools view={view} />,
        body: <Audit view={view} isLater={request.query.sebelum !== undefined} />,
      });
    },
  );

  app.get(paths.operate, { config: config("installation.operate") }, async (request, reply) => {
    const desk = await desks.open(request);
    return send(request, reply, desk, {
      title: desk.t("console.menu.operate"),
      current: paths.operate,
      body: <Operate view={await operateView(desk)} />,
    });
  });

  app.get<{ Querystring: { sebelum?: string } }>(
    paths.notices,
    {
      config: config("case.view-public"),
      schema: { querystring: { type: "object", properties: { sebelum: text } } },
    },
    async (request, reply) => {
      const desk = await desks.open(request);
      const { sebelum } = request.query;
      return send(request, reply, desk, {
        title: desk.t("console.menu.notices"),
        current: paths.notices,
        body: <Notices view={await noticesView(desk, sebelum)} csrf={desk.csrf} isLater={sebelum !== undefined} />,
      });
    },
  );

  app.post(paths.notices, { config: config("case.view-public") }, async (request, reply) => {
    const { officer } = await desks.open(request);
    await notify.markRead(officer.accountId, "all");
    return reply.redirect(paths.notices, 303);
  });

  async function noticesView({ officer, t, zone, horizon }: Desk, before: string | undefined): Promise<NoticesView> {
    const [messages, unread] = await Promise.all([
      notify.inbox(officer.accountId, {
        limit: noticesPerPage + 1,
        before: before !== undefined && isUuid(before) ? before : undefined,
      }),
      notify.unread(officer.accountId),
    ]);
    const shown = messages.slice(0, noticesPerPage);
    return {
      rows: shown.map(({ id, key, params, link, createdAt, readAt }) => ({
        id,
        title: t(`${key}.title`, params),
        text: t(`${key}.text`, params),
        when: momentInWords(t, createdAt, zone, horizon.now),
        href: link ?? undefined,
        isNew: readAt === null,
      })),
      unread,
      next: messages.length > noticesPerPage ? shown.at(-1)?.id : undefined,
    };
  }
}
