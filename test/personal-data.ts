import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Leak {
  readonly line: number;
  readonly what: "16-digit number" | "phone number" | "e-mail address" | "name of a demo person";
}

const patterns: readonly { readonly what: Leak["what"]; readonly pattern: RegExp }[] = [
  // NIK, KK and card numbers; ids in hex and with dashes around them are not meant.
  { what: "16-digit number", pattern: /(?<![\w.-])\d{16}(?![\w.-]*[a-f\d])/i },
  { what: "phone number", pattern: /(?<![\w.-])(?:\+?62|0)[ -]?8\d{1,3}[ -]?\d{3,4}[ -]?\d{2,5}(?![\w])/ },
  { what: "e-mail address", pattern: /[\w.+-]+(?:@|%40)[\w-]+\.[a-z]{2,}/i },
];

/** Lines of a log that show a person: numbers of people, phones, e-mail addresses, and the given names. */
export function findPersonalData(log: string, names: readonly string[]): Leak[] {
  const lowerNames = names.map((name) => name.toLowerCase());
  return log.split("\n").flatMap((text, index) => {
    const leaks: Leak[] = patterns
      .filter(({ pattern }) => pattern.test(text))
      .map(({ what }) => ({ line: index + 1, what }));
    const lower = text.toLowerCase();
    if (lowerNames.some((name) => lower.includes(name))) leaks.push({ line: index + 1, what: "name of a demo person" });
    return leaks;
  });
}

/** One sentence per leak in the logs of a folder. Says where, never what, so that this report leaks nothing itself. */
export function scanLogs(folder: string, names: readonly string[]): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".log"))
    .flatMap((file) =>
      findPersonalData(readFileSync(join(folder, file), "utf8"), names).map(
        ({ line, what }) => `${join(folder, file)}:${line}: ${what}`,
      ),
    );
}
