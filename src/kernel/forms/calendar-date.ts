/** Months by their first three letters, Indonesian and English. */
const monthStems = [
  "jan",
  "feb",
  "mar",
  "apr",
  "mei|may",
  "jun",
  "jul",
  "agu|aug|ags",
  "sep",
  "okt|oct",
  "nov|nop",
  "des|dec",
];
const monthOfStem = new Map(
  monthStems.flatMap((stems, index) => stems.split("|").map((stem) => [stem, index + 1] as const)),
);
const monthWords = new Set(
  "januari februari maret april mei juni juli agustus september oktober november nopember desember january february march may june july august october december sept"
    .split(" ")
    .concat([...monthOfStem.keys()]),
);

/** The month (1 to 12) of a word or number. */
export function parseMonth(text: string): number | undefined {
  const word = text.trim().toLowerCase().replace(/\.$/, "");
  if (/^\d{1,2}$/.test(word)) return Number(word) >= 1 && Number(word) <= 12 ? Number(word) : undefined;
  return monthWords.has(word) ? monthOfStem.get(word.slice(0, 3)) : undefined;
}

/** An ISO date when day, month and year are one of the calendar, from 1800 to 2200. */
export function calendarDate(year: number, month: number, day: number): string | undefined {
  if (year < 1800 || year > 2200) return undefined;
  const at = new Date(Date.UTC(year, month - 1, day));
  if (at.getUTCFullYear() !== year || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return undefined;
  return at.toISOString().slice(0, 10);
}

/** Whether a text is a date of the calendar in ISO form. */
export function isCalendarDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return match !== null && calendarDate(Number(match[1]), Number(match[2]), Number(match[3])) === text;
}

/** The day so many days after an ISO date. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * A date as people write it: `27 November 2026`, `Jumat, 27 Nov 2026`, `27/11/2026`, `27-11-2026`, `2026-11-27`,
 * `hari ini`, `kemarin`, `besok`. Day before month, year with four digits. Undefined when it is none.
 */
export function parseDate(text: string, today: string): string | undefined {
  const words = text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(
      /^(senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|monday|tuesday|wednesday|thursday|friday|saturday|sunday),? /,
      "",
    )
    .replace(/^(tanggal|tgl\.?) /, "");
  const away = { "hari ini": 0, today: 0, kemarin: -1, yesterday: -1, besok: 1, tomorrow: 1 }[words];
  if (away !== undefined) return addDays(today, away);
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(words);
  if (iso !== null) return calendarDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const parts = /^(\d{1,2})(?:\s*[-/.]\s*|\s+)([a-z]+\.?|\d{1,2})(?:\s*[-/.,]\s*|\s+)(\d{4})$/.exec(words);
  const month = parts?.[2] === undefined ? undefined : parseMonth(parts[2]);
  return month === undefined ? undefined : calendarDate(Number(parts?.[3]), month, Number(parts?.[1]));
}

/** Names of the months in a language. */
export function monthNames(language: string): readonly string[] {
  const format = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
  return Array.from({ length: 12 }, (_, month) => format.format(new Date(Date.UTC(2026, month, 15))));
}

/** An ISO date as people read it: `27 November 2026`. */
export function dateInWords(date: string, language: string): string {
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : "id-ID", { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(`${date}T00:00:00Z`));
}
