import type { Kernel } from "../../../kernel/index.ts";
import { momentInWords } from "../../../kernel/time/index.ts";
import type { Lang } from "../../../kernel/ui/index.ts";
import { auditAlarms } from "../watching/alarms.ts";
import { auditState } from "./runs.ts";

/** What the auditor has to say, in words. */
export interface AuditView {
  readonly tone: "info" | "ok" | "bad";
  readonly title: string;
  readonly text: string;
  /** What could not be compared any more, by right. */
  readonly erased: string | undefined;
  readonly findings: readonly FindingView[];
}

export interface FindingView {
  readonly what: string;
  /** Table and row as the database names them. */
  readonly place: string;
  readonly differs: string;
  readonly at: string;
}

export async function auditView(kernel: Kernel, lang: Lang): Promise<AuditView> {
  const t = kernel.messages.translator(lang);
  const zone = kernel.calendars.zoneOf(kernel.config.rootRegion);
  const words = (at: Date) => momentInWords(t, at, zone, kernel.clock.now());
  const [state, alarms] = await Promise.all([auditState(kernel.db.query), auditAlarms(kernel.db.query)]);
  const findings = alarms.map(({ kind, table, row, traits, at }) => ({
    what: t(`transparency.audit.${kind}`, { what: tableInWords(kernel, lang, table) }),
    place: `${table} ${row}`,
    differs: traits.map((trait) => t(`transparency.trait.${trait}`)).join(", "),
    at: words(at),
  }));
  if (state === undefined)
    return {
      tone: "info",
      title: t("transparency.audit.none"),
      text: t("transparency.audit.none.text"),
      erased: undefined,
      findings,
    };
  const { last, whole, found } = state;
  const params = { at: words(last.at), whole: words(whole.at), rows: whole.rows, entries: whole.entries, count: found };
  const verdict = found === 0 ? "well" : "found";
  return {
    tone: found === 0 ? "ok" : "bad",
    title: t(`transparency.audit.${verdict}`, params),
    text: t(last === whole ? "transparency.audit.compared" : "transparency.audit.compared.since", params),
    erased: whole.erased === 0 ? undefined : t("transparency.audit.erased", { count: whole.erased }),
    findings,
  };
}

function tableInWords({ messages }: Kernel, lang: Lang, table: string): string {
  const key = `transparency.table.${table}`;
  return messages.has(key) ? messages.t(lang, key) : messages.t(lang, "transparency.table.other");
}
