import type { FastifyInstance } from "fastify";
import type { Actor } from "../../../kernel/access/index.ts";
import { formatPublicCode, parsePublicCode } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import type { Desk, Desks } from "../desk.ts";
import { type InboxQuery, readFilter } from "../domain/inbox-filter.ts";
import { frameOf, paths } from "../frame.ts";
import { choicesFor, inboxView, knownChoices } from "../inbox.ts";
import { currentOf, exportHref, listHelp, titleOf } from "../list-words.ts";
import { DeskPage } from "../pages/desk-page.tsx";
import { InboxList, InboxTools } from "../pages/inbox.tsx";

interface ListQuery extends InboxQuery {
  /** The case that just went to another office. */
  readonly pindah?: string;
}

const text = { type: "string", maxLength: 200 } as const;

/** What may stand in the address of a list; unknown names are left alone. */
export const inboxQuery = {
  type: "object",
  properties: {
    q: text,
    layanan: text,
    keadaan: text,
    wilayah: text,
    kantor: text,
    milik: text,
    giliran: text,
    terlambat: text,
    sesudah: text,
    pindah: text,
    sudah: text,
  },
} as const;

/** The list of cases, and the stream by which it stays fresh. */
export function addInboxRoutes(app: FastifyInstance, kernel: Kernel, desks: Desks): void {
  const { pages, access } = kernel;

  // Every officer may look at what everyone sees; who may read no case (the operator) is led to their own work.
  app.get<{ Querystring: ListQuery }>(
    paths.inbox,
    { config: { access: { kind: "officer", action: "case.view-public" } }, schema: { querystring: inboxQuery } },
    async (request, reply) => {
      const desk = await desks.open(request);
      if (!access.mayEver(desk.officer, "case.read"))
        return reply.redirect(
          access.mayEver(desk.officer, "installation.operate") ? paths.operate : paths.notices,
          303,
        );
      const filter = readFilter(request.query, knownChoices(desk));
      const after = request.query.sesudah;
      const [view, choices] = await Promise.all([inboxView(desk, filter, after, undefined), choicesFor(desk, filter)]);
      const frame = await frameOf(desk, view.counts);
      return pages.send(request, reply, {
        title: desk.t("console.list.title", { title: titleOf(desk, filter), count: view.total }),
        kind: "officer",
        body: (
          <DeskPage
            frame={frame}
            title={titleOf(desk, filter)}
            current={currentOf(filter)}
            events={paths.events}
            tools={<InboxTools filter={filter} choices={choices} exportHref={exportHref(desk, filter)} />}
            {...listHelp(desk, view.total)}
          >
            <InboxList
              view={view}
              filter={filter}
              isLater={after !== undefined}
              notice={movedSentence(desk, request.query.pindah)}
            />
          </DeskPage>
        ),
      });
    },
  );

  app.get(
    paths.events,
    { config: { access: { kind: "officer", action: "case.read" } }, exposeHeadRoute: false },
    async (request, reply) => {
      const { officer } = await desks.open(request);
      const topicsOf = (actor: Actor) => access.officesWithin(actor, "case.read").map((id) => `office:${id}`);
      const topics = topicsOf(officer);
      kernel.live.stream(request, reply, topics, (actor) => {
        const allowed = new Set(topicsOf(actor));
        return topics.every((topic) => allowed.has(topic));
      });
      return reply;
    },
  );
}

function movedSentence({ t }: Desk, text: string | undefined): string | undefined {
  const code = text === undefined ? undefined : parsePublicCode(text);
  return code === undefined ? undefined : t("console.moved", { code: formatPublicCode(code) });
}
