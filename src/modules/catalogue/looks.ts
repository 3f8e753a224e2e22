import { findOffice } from "../../kernel/access/index.ts";
import { asScopedRecord, type Case } from "../../kernel/cases/index.ts";
import type { Visit } from "../../kernel/http/index.ts";
import type { Kernel } from "../../kernel/index.ts";
import { wordsOf } from "../../kernel/privacy/index.ts";
import { momentInWords } from "../../kernel/time/index.ts";

/** An officer's look at personal answers: which office, why, and when. */
export interface Look {
  readonly office: string;
  readonly text: string;
}

const mostLooks = 20;

/**
 * Who opened the personal answers of a guest's case, newest first, for the guest: residents have a page of their own for that. Undefined for
 * anybody else, and where nothing is sealed.
 */
export async function looksAtGuest(
  kernel: Kernel,
  found: Case,
  hasSealed: boolean,
  { actor, lang }: Pick<Visit, "actor" | "lang">,
): Promise<readonly Look[] | undefined> {
  if (actor.kind !== "guest" || !hasSealed || !kernel.access.decide(actor, "case.read", asScopedRecord(found)))
    return undefined;
  const t = kernel.messages.translator(lang);
  const zone = kernel.calendars.zoneOf(found.region);
  const lines = await kernel.privacy.looksByOfficers(kernel.crypto.pseudonym("guest-case", found.id), mostLooks);
  return Promise.all(
    lines.map(async (line) => {
      const office = line.officeId === null ? undefined : await findOffice(kernel.db.query, line.officeId);
      const why = t("catalogue.looks.why", { why: t(wordsOf(line).purpose) });
      return {
        office: office?.name ?? t("catalogue.officer"),
        text: `${why} · ${momentInWords(t, line.at, zone, kernel.clock.now())}`,
      };
    }),
  );
}
