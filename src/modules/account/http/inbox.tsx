import type { FastifyInstance } from "fastify";
import { csrfToken } from "../../../kernel/http/index.ts";
import { isUuid } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { momentInWords } from "../../../kernel/time/index.ts";
import { returnPath } from "../domain/return-path.ts";
import { InboxPage } from "../pages/inbox.tsx";
import { textOf } from "./form.ts";
import { residentOf } from "./resident.ts";

const resident = { access: { kind: "resident" } } as const;
const perPage = 30;

/** A resident's messages from Balai. */
export function addInboxRoutes(app: FastifyInstance, kernel: Kernel): void {
  const { notify, pages, messages, clock } = kernel;

  app.get<{ Querystring: { sebelum?: string } }>("/saya/pesan", { config: resident }, async (request, reply) => {
    const t = pages.translator(request.visit.lang);
    const me = residentOf(request);
    const wanted = textOf(request.query, "sebelum");
    const before = isUuid(wanted) ? { before: wanted } : {};
    const found = await notify.inbox(me.accountId, { limit: perPage + 1, ...before });
    const shown = found.slice(0, perPage);
    const zone = kernel.calendars.zoneOf(kernel.config.rootRegion);
    return pages.send(request, reply, {
      title: t("account.inbox.title"),
      body: (
        <InboxPage
          csrf={csrfToken(me.session.csrfSecret)}
          messages={shown.map(({ key, params, link, createdAt, readAt }) => ({
            // A message of an earlier version may have lost its sentence: its way stays.
            title: messages.has(`${key}.title`) ? t(`${key}.title`, params) : t("account.inbox.news"),
            text: messages.has(`${key}.text`) ? t(`${key}.text`, params) : "",
            href: returnPath(link ?? undefined),
            when: momentInWords(t, createdAt, zone, clock.now()),
            unread: readAt === null,
          }))}
          unread={await notify.unread(me.accountId)}
          newerHref={wanted === "" ? undefined : "/saya/pesan"}
          olderHref={found.length > perPage ? `/saya/pesan?sebelum=${shown.at(-1)?.id}` : undefined}
        />
      ),
    });
  });

  app.post("/saya/pesan/dibaca", { config: resident }, async (request, reply) => {
    await notify.markRead(residentOf(request).accountId, "all");
    return reply.redirect("/saya/pesan", 303);
  });
}
