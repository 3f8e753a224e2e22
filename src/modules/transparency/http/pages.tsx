import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { csrfToken, sendProblem } from "../../../kernel/http/index.ts";
import { isUuid, type Uuid } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { problem } from "../../../kernel/result/index.ts";
import { anchorFacts, anchorViews } from "../anchoring/anchor-views.ts";
import { auditView } from "../auditing/views.ts";
import { CheckPage, type CheckPageProps, mostReceiptSigns } from "../pages/check.tsx";
import { OpenBookPage } from "../pages/open-book.tsx";
import { ReceiptPage, WaitingPage } from "../pages/receipt.tsx";
import { ownPolicy } from "../policy.ts";
import { alarmViews, bookViews, entryView, judge } from "../views.ts";

const everyone = { access: { kind: "public" } } as const;
const styles = ["modules/transparency/browser/book.css"];
const visitors = { access: { kind: "visitor" } } as const;
const entryParams = { type: "object", properties: { entry: { type: "string", maxLength: 36 } } } as const;

/** "reports-600": book, and place counted from 1. */
const entryNumber = /^([a-z][a-z0-9-]{0,62})-([1-9]\d{0,14})$/;

/** The books for people. */
export function addBookPages(app: FastifyInstance, kernel: Kernel): void {
  const { pages, books } = kernel;
  const read = ownPolicy(kernel.config);
  const policy = read.ok ? read.value : undefined;
  const enough = (names: ReadonlySet<string>) => policy?.isQuorum(names) !== false;
  const unknown = (request: FastifyRequest, reply: FastifyReply) =>
    sendProblem(request, reply, pages, problem("not-found", "transparency.unknown.entry"));

  app.get("/buku-terbuka", { config: everyone, compress: false }, (request, reply) =>
    pages.sendPublic(request, reply, [], async () => {
      const t = pages.translator(request.visit.lang);
      return {
        title: t("transparency.book.title"),
        description: t("transparency.book.lead"),
        listed: true,
        styles,
        body: (
          <OpenBookPage
            books={await bookViews(kernel, request.visit.lang)}
            alarms={await alarmViews(kernel, request.visit.lang)}
            anchors={await anchorViews(kernel, request.visit.lang)}
            audit={await auditView(kernel, request.visit.lang)}
          />
        ),
      };
    }),
  );

  app.get<{ Params: { entry: Uuid } }>(
    "/bukti/:entry",
    { config: everyone, compress: false, schema: { params: entryParams } },
    async (request, reply) => {
      const { entry } = request.params;
      const receipt = isUuid(entry) ? await books.receipt(entry, enough) : "unknown";
      if (receipt === "unknown") return unknown(request, reply);
      const { lang } = request.visit;
      const title = pages.translator(lang)("transparency.receipt.title");
      return pages.sendPublic(request, reply, [], async () =>
        receipt === "waiting"
          ? { title, body: <WaitingPage /> }
          : {
              title,
              styles,
              scripts: ["modules/transparency/browser/check-receipt.ts"],
              body: (
                <ReceiptPage
                  entry={await entryView(kernel, lang, receipt)}
                  anchors={await anchorFacts(kernel, lang, receipt.book, receipt.index)}
                  verdict={await judge(kernel, receipt.proof, policy)}
                  href={`${kernel.config.url}/bukti/${entry}`}
                  fileHref={`/bukti/${entry}/berkas`}
                  keysHref={`/ledger/${receipt.book}/key`}
                />
              ),
            },
      );
    },
  );

  app.get<{ Params: { entry: Uuid } }>(
    "/bukti/:entry/berkas",
    { config: everyone, exposeHeadRoute: false, schema: { hide: true, params: entryParams } },
    async (request, reply) => {
      const { entry } = request.params;
      const receipt = isUuid(entry) ? await books.receipt(entry, enough) : "unknown";
      if (receipt === "unknown") return unknown(request, reply);
      if (receipt === "waiting")
        return sendProblem(request, reply, pages, problem("unavailable", "transparency.receipt.waiting.text"));
      return reply
        .header("content-disposition", `attachment; filename="bukti-${receipt.book}-${receipt.index + 1}.tlog-proof"`)
        .header("cache-control", "public, max-age=60")
        .type("text/plain; charset=utf-8")
        .send(receipt.proof);
    },
  );

  const sendCheck = (
    request: FastifyRequest,
    reply: FastifyReply,
    props: Omit<CheckPageProps, "csrf">,
    status = 200,
  ) => {
    const secret = request.visit.session?.csrfSecret;
    const t = pages.translator(request.visit.lang);
    reply.code(status);
    return pages.send(request, reply, {
      title: t("transparency.verify.title"),
      body: <CheckPage csrf={secret === undefined ? "" : csrfToken(secret)} {...props} />,
    });
  };

  app.get<{ Querystring: { nomor?: string } }>(
    "/periksa",
    {
      config: visitors,
      schema: { querystring: { type: "object", properties: { nomor: { type: "string", maxLength: 90 } } } },
    },
    async (request, reply) => {
      const t = pages.translator(request.visit.lang);
      const number = request.query.nomor?.trim() ?? "";
      if (number === "") return sendCheck(request, reply, {});
      const [, book = "", place = ""] = entryNumber.exec(number.toLowerCase()) ?? [];
      const entry = book === "" ? undefined : await books.entryAt(book, Number(place) - 1);
      if (entry !== undefined) return reply.redirect(`/bukti/${entry}`, 303);
      return sendCheck(request, reply, { number, numberError: t("transparency.verify.number.unknown") }, 404);
    },
  );

  app.post<{ Body: { bukti?: unknown } }>(
    "/periksa",
    { config: { ...visitors, limit: "search" } },
    async (request, reply) => {
      const t = pages.translator(request.visit.lang);
      const given = request.body?.bukti;
      // Browsers end the lines of a text area with two signs.
      const receipt = typeof given === "string" ? given.replaceAll("\r\n", "\n") : "";
      if (receipt.trim() === "")
        return sendCheck(request, reply, { receiptError: t("transparency.verify.text.empty") }, 422);
      if (receipt.length > mostReceiptSigns)
        return sendCheck(request, reply, { receiptError: t("transparency.verify.text.long") }, 422);
      const verdict = await judge(kernel, receipt, policy);
      const entry =
        verdict.answer === "invalid"
          ? undefined
          : await entryView(kernel, request.visit.lang, {
              book: verdict.origin.slice(verdict.origin.lastIndexOf("/") + 1),
              index: Number(verdict.index),
              body: verdict.entry,
            });
      return sendCheck(request, reply, { receipt, checked: { verdict, entry } });
    },
  );
}
