import { type Lang, localeOf } from "./i18n.ts";

/** A day as a leaf of the tear-off calendar. */
export interface LeafDate {
  readonly weekday: string;
  readonly day: string;
  readonly month: string;
}

/** Dates, hours, money and numbers as people here write them. */
export interface Formats {
  /** "Jumat, 27 Nov" */
  day(at: Date): string;
  /** "Jumat, 27 November 2026" */
  longDay(at: Date): string;
  /** "27 Nov 2026" */
  date(at: Date): string;
  /** "09.42" */
  time(at: Date): string;
  /** "27 Nov, 09.42" */
  moment(at: Date): string;
  /** "Jum" */
  shortWeekday(at: Date): string;
  leaf(at: Date): LeafDate;
  /** "1.284" or "2,1" */
  number(value: number, digits?: number): string;
  /** A share of 1: 0.91 is "91%". */
  percent(share: number): string;
  /** Whole rupiah: 248500 is "Rp248.500". */
  money(rupiah: number | bigint): string;
  /** "WIB", "WITA" or "WIT" */
  readonly zoneName: string;
}

const zoneNames: Readonly<Record<string, string>> = {
  "Asia/Jakarta": "WIB",
  "Asia/Pontianak": "WIB",
  "Asia/Makassar": "WITA",
  "Asia/Jayapura": "WIT",
};

/** Formats for a language and an IANA zone of the region, e.g. "Asia/Makassar". */
export function createFormats(lang: Lang, zone: string): Formats {
  const tag = localeOf(lang);
  const part = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(tag, { timeZone: zone, ...options });
    return (at: Date) => format.format(at);
  };
  const weekday = part({ weekday: "long" });
  const shortWeekday = part({ weekday: "short" });
  const dayOfMonth = part({ day: "numeric" });
  const month = part({ month: "short" });
  const longMonth = part({ month: "long" });
  const year = part({ year: "numeric" });
  // Both languages write hours with a point here, as clocks and letters in Indonesia do.
  const clock = part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const time = (at: Date) => clock(at).replace(":", ".");
  const day = (at: Date) => `${weekday(at)}, ${dayOfMonth(at)} ${month(at)}`;
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  return {
    day,
    longDay: (at) => `${weekday(at)}, ${dayOfMonth(at)} ${longMonth(at)} ${year(at)}`,
    date: (at) => `${dayOfMonth(at)} ${month(at)} ${year(at)}`,
    time,
    moment: (at) => `${dayOfMonth(at)} ${month(at)}, ${time(at)}`,
    shortWeekday,
    leaf: (at) => ({ weekday: weekday(at), day: dayOfMonth(at), month: month(at) }),
    number: (value, digits = 0) =>
      new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
    percent: (share) => `${whole.format(share * 100)}%`,
    money: (rupiah) => `Rp${whole.format(rupiah)}`,
    zoneName: zoneNames[zone] ?? zone,
  };
}
