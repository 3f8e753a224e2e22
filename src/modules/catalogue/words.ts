import type { Kernel } from "../../kernel/index.ts";
import type { Fee, ServiceDefinition } from "../../kernel/services/index.ts";
import { dayInWords, durationInWords, isoDay } from "../../kernel/time/index.ts";
import { createFormats, type IconName, isIconName, type Lang, type Translate } from "../../kernel/ui/index.ts";
import type { Findable } from "./domain/rank.ts";

/** "Gratis" or "Rp50.000". */
export function feeInWords(t: Translate, fee: Fee, lang: Lang): string {
  return fee.kind === "free" ? t("catalogue.fee.free") : createFormats(lang, "Asia/Jakarta").money(fee.rupiah);
}

/** "Gratis · paling lama 14 hari kerja" */
export function feeAndTime(t: Translate, { fee, deadline }: ServiceDefinition, lang: Lang): string {
  return t("catalogue.fee-and-time", { fee: feeInWords(t, fee, lang), time: durationInWords(t, deadline) });
}

/** "Gratis. Paling lama 14 hari kerja." */
export function promiseInWords(t: Translate, { fee, deadline }: ServiceDefinition, lang: Lang): string {
  return t("catalogue.promise", { fee: feeInWords(t, fee, lang), time: durationInWords(t, deadline) });
}

/** The calendar day here, which decides on the versions in use. */
export function today(kernel: Kernel): string {
  return isoDay(kernel.clock.now(), kernel.calendars.zoneOf(kernel.config.rootRegion));
}

/** "Jumat, 27 Nov" in the zone of the case's region. */
export function dayOf(kernel: Kernel, t: Translate, at: Date, region: string): string {
  return dayInWords(t, at, kernel.calendars.zoneOf(region), kernel.clock.now());
}

/** The symbol of a service in lists: that of its definition where it names one. */
export function iconOf({ icon }: ServiceDefinition): IconName {
  return iconNamed(icon);
}

/** A symbol named by data; a list where the name is none of ours. */
export function iconNamed(name: string | undefined): IconName {
  return name !== undefined && isIconName(name) ? name : "list";
}

/** Services as the search sees them: name, then everything they say and ask, lists of options too. */
export async function findable(
  kernel: Kernel,
  t: Translate,
  services: readonly ServiceDefinition[],
): Promise<readonly Findable<ServiceDefinition>[]> {
  const said = (key: string | undefined) => (key === undefined ? "" : kernel.messages.has(key) ? t(key) : key);
  return Promise.all(
    services.map(async (definition) => {
      const lists = await Promise.all(
        definition.ask.flatMap((question) => {
          if (!("optionsFrom" in question) || question.optionsFrom === undefined) return [];
          return kernel.lists[question.optionsFrom]?.(kernel.db.query) ?? [];
        }),
      );
      const own = definition.ask.flatMap((question) => ("options" in question ? (question.options ?? []) : []));
      const options = [...own, ...lists.flat()].flatMap(({ label, hint }) => [said(label), said(hint)]);
      const questions = definition.ask.map(({ label }) => said(label));
      return {
        thing: definition,
        title: t(definition.title),
        text: [t(definition.summary), ...options, ...questions].join(" "),
      };
    }),
  );
}
