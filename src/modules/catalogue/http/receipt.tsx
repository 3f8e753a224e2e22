import type { FastifyInstance } from "fastify";
import { findOffice } from "../../../kernel/access/index.ts";
import { viewCase } from "../../../kernel/case-pages/index.ts";
import { stateOf } from "../../../kernel/cases/index.ts";
import { sendProblem } from "../../../kernel/http/index.ts";
import { formatGuestPin, formatPublicCode } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { problem } from "../../../kernel/result/index.ts";
import { momentInWords } from "../../../kernel/time/index.ts";
import { findDraft, sentCase } from "../drafts.ts";
import { maySeePin, openGuest } from "../guest.ts";
import { ReceiptPage } from "../pages/receipt.tsx";
import { feeInWords } from "../words.ts";

/** What a person keeps of what they sent: code, PIN, what happens next and by when. */
export function addReceiptRoute(app: FastifyInstance, kernel: Kernel): void {
  const { pages, cases, db, accounts } = kernel;

  app.get<{ Params: { draft: string } }>(
    "/terima/:draft",
    { config: { access: { kind: "anyone" } } },
    async (request, reply) => {
      const { session, lang } = request.visit;
      const found = await sentCase(kernel, request, request.params.draft);
      if (found === undefined || session === undefined) {
        const open = session === undefined ? undefined : await findDraft(kernel, session, request.params.draft);
        if (open !== undefined) return reply.redirect(`/isi/${open.draft.id}/periksa`, 303);
        return sendProblem(request, reply, pages, problem("gone", "catalogue.receipt.gone"));
      }
      const isGuestHere = session.guestCaseId === found.id;
      const holdsDraft = (await findDraft(kernel, session, found.id)) !== undefined;
      const pin = maySeePin(kernel, request, found, holdsDraft) ? await cases.guestPin(found.id) : undefined;
      if (isGuestHere) {
        // The new session has arrived: the note and the session that led here have done their work.
        if (holdsDraft) await cases.drafts.remove(session.id, found.id);
        if (session.previousSessionId !== null) await accounts.signOut(session.previousSessionId);
      } else if (pin !== undefined) await openGuest(kernel, request, reply, found);
      const t = pages.translator(lang);
      const definition = cases.definitionOf(found);
      const office = await findOffice(db.query, found.officeId);
      const state = stateOf(definition, found.state);
      const code = formatPublicCode(found.code);
      const zone = kernel.calendars.zoneOf(found.region);
      return pages.send(request, reply, {
        title: t("catalogue.receipt.title"),
        body: (
          <ReceiptPage
            code={code}
            pin={pin === undefined ? undefined : formatGuestPin(pin)}
            trackHref={`${pages.site.url}/lacak?kode=${found.code}`}
            isOfAccount={found.owner !== null}
            caseHref={`/kasus/${found.code}`}
            headline={found.headline}
            view={await viewCase(kernel, found, [], "owner", lang)}
            next={state.next === undefined ? undefined : t(state.next)}
            isToldNews={found.recipient !== null}
            facts={[
              { label: t("catalogue.fact.office"), value: office?.name ?? "" },
              { label: t("catalogue.fact.fee"), value: feeInWords(t, definition.fee, lang) },
            ]}
            sentAt={momentInWords(t, found.createdAt, zone)}
          />
        ),
      });
    },
  );
}
