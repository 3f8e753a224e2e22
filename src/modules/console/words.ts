import { isoDay, type Zone } from "../../kernel/time/index.ts";
import type { Translate } from "../../kernel/ui/index.ts";

/** "Rab, 25 Nov"; with the year when it is not this one. Narrow enough for the first column of a list. */
export function dayForList(t: Translate, at: Date, zone: Zone, now: Date): string {
  const iso = isoDay(at, zone);
  const [year = "", month = "", day = ""] = iso.split("-");
  const weekday = new Date(`${iso}T00:00:00Z`).getUTCDay();
  const params = {
    weekday: t(`time.weekday-short.${weekday === 0 ? 7 : weekday}`),
    day: String(Number(day)),
    month: t(`time.month.${Number(month)}`),
  };
  return year === isoDay(now, zone).slice(0, 4) ? t("time.day", params) : t("time.day-year", { ...params, year });
}
