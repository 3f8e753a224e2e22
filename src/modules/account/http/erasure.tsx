import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { csrfToken, sendProblem } from "../../../kernel/http/index.ts";
import { isUuid, newId, type Uuid } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { createDemoBox } from "../../../kernel/notify/index.ts";
import { ok, type Problem, problem, problemStatus } from "../../../kernel/result/index.ts";
import { momentInWords } from "../../../kernel/time/index.ts";
import { ErasedPage, ErasePage } from "../pages/erasure.tsx";
import { textOf } from "./form.ts";
import { type Resident, readOwn, residentOf } from "./resident.ts";
import { wipeDevice } from "./sign-out.tsx";

const aggregate = "erasure";
/** Either language's word will do: the person may have switched in between. */
const words = ["HAPUS", "ERASE"];

/** The right to be forgotten (UU 27/2022 art. 8): one form, done at once, with a page that proves it and names nobody. */
export function addErasureRoutes(app: FastifyInstance, kernel: Kernel): void {
  const { accounts, cases, commands, cookies, pages, privacy, config, db, clock } = kernel;

  function sendForm(request: FastifyRequest, reply: FastifyReply, me: Resident, fault?: Problem): FastifyReply {
    const t = pages.translator(request.visit.lang);
    if (fault !== undefined) reply.code(problemStatus[fault.type]);
    return pages.send(request, reply, {
      title: t("account.erase.title"),
      body: (
        <ErasePage
          csrf={csrfToken(me.session.csrfSecret)}
          once={newId()}
          word={t("account.erase.word")}
          error={fault === undefined ? undefined : t(fault.message, fault.params)}
        />
      ),
    });
  }

  async function erase(me: Resident, key: Uuid) {
    // Drafts hang on sessions, which go with the account.
    for (const { sessionId } of await accounts.listSessions(me.accountId))
      for (const draft of await cases.drafts.of(sessionId)) await cases.drafts.remove(sessionId, draft.id);
    const ref = kernel.crypto.pseudonym("account", me.accountId);
    const actorKey = `account:${me.accountId}`;
    return commands.run(
      { name: "account.erase", key, actorKey, actor: { kind: "resident", ref }, input: {} },
      async (tx) => {
        const outcomes = await privacy.erase(tx, me.accountId);
        return ok({
          answer: null,
          history: [
            {
              aggregateType: aggregate,
              aggregateId: key,
              kind: "erased",
              officeId: null,
              region: null,
              facts: {
                ...Object.fromEntries(outcomes.map(({ part, erased }) => [part, erased])),
                kept: outcomes.flatMap(({ kept }) => kept).join(" "),
              },
            },
          ],
          events: [],
          entries: [],
        });
      },
    );
  }

  app.get("/saya/hapus", { config: { access: { kind: "resident" } } }, async (request, reply) =>
    sendForm(request, reply, residentOf(request)),
  );

  // "anyone": a second tap comes when the account and its sessions are gone already, and must see the same page.
  app.post("/saya/hapus", { config: { access: { kind: "anyone" }, limit: "submit" } }, async (request, reply) => {
    const key = textOf(request.body, "_once");
    if (!isUuid(key)) return sendProblem(request, reply, pages, problem("bad-request", "command.key.malformed"));
    if (request.visit.actor.kind !== "resident") {
      const done = await commands.historyOf(db.query, aggregate, key);
      return reply.redirect(done.length > 0 ? `/saya/terhapus/${key}` : "/masuk?kembali=/saya/hapus", 303);
    }
    const me = residentOf(request);
    if (!words.includes(textOf(request.body, "word").trim().toUpperCase()))
      return sendForm(request, reply, me, problem("validation-failed", "account.erase.word.wrong", { field: "word" }));
    const { contacts } = await readOwn(kernel, me);
    const erased = await erase(me, key);
    if (!erased.ok) return sendProblem(request, reply, pages, erased.error);
    await kernel.files.settle();
    if (config.env === "demo") await createDemoBox(kernel).forget(contacts.map(({ text }) => text));
    cookies.clearSession(reply);
    wipeDevice(reply);
    return reply.redirect(`/saya/terhapus/${key}`, 303);
  });

  app.get<{ Params: { id: string } }>(
    "/saya/terhapus/:id",
    { config: { access: { kind: "public" } } },
    async (request, reply) => {
      const { id } = request.params;
      const [done] = isUuid(id) ? await commands.historyOf(db.query, aggregate, id) : [];
      if (done === undefined) return sendProblem(request, reply, pages, problem("not-found", "http.fault.not-found"));
      const t = pages.translator(request.visit.lang);
      const { kept = "", ...parts } = done.facts;
      const zone = kernel.calendars.zoneOf(kernel.config.rootRegion);
      return pages.send(request, reply, {
        title: t("account.erased.title"),
        body: (
          <ErasedPage
            when={momentInWords(t, done.at, zone, clock.now())}
            parts={Object.entries(parts).map(([part, rows]) => ({
              name: kernel.messages.has(`account.erased.part.${part}`)
                ? t(`account.erased.part.${part}`)
                : t("account.erased.part.other"),
              rows: Number(rows),
            }))}
            kept={String(kept)
              .split(" ")
              .filter((message) => kernel.messages.has(message))
              .map((message) => t(message))}
          />
        ),
      });
    },
  );
}
