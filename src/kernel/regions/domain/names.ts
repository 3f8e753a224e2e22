import type { Level } from "./code.ts";

/** Words that say what kind of place it is. They help to order results but are no part of the name people look for. */
const kindWords: Readonly<Record<string, Level>> = {
  kel: "village",
  kelurahan: "village",
  ds: "village",
  desa: "village",
  kec: "district",
  kecamatan: "district",
  kab: "regency",
  kabupaten: "regency",
  kota: "regency",
  kodya: "regency",
  prov: "province",
  provinsi: "province",
};

/** The words before the name proper in "Kabupaten Administrasi Kepulauan Seribu". */
const titleWords = new Set(["kabupaten", "kota", "administrasi"]);

/** Lower case, without accents, in words of a–z and 0–9. */
export function wordsOf(text: string): readonly string[] {
  const plain = /^[\x20-\x7e]*$/.test(text) ? text : text.normalize("NFKD").replace(/\p{M}/gu, "");
  return plain
    .toLowerCase()
    .replace(/['’‘`]/g, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** The name proper in one piece: "Kota Administrasi Jakarta Pusat" → "jakartapusat". Titles go only where the level has them. */
export function nameKey(name: string, level: Level): string {
  return keyOfWords(wordsOf(name), level);
}

function keyOfWords(words: readonly string[], level: Level): string {
  const start = level === "regency" ? words.findIndex((word) => !titleWords.has(word)) : 0;
  return words.slice(Math.max(0, start)).join("");
}

/**
 * How a word sounds, in capitals so that it never equals a word: old spelling (oe, dj, tj), j/y, f/v/p, k/q, z/s, mute h, doubled
 * letters, c/k, and all vowels are one. "Wonokromo", "Wanakrama" and "Wonocromo" all sound `WNKRM`.
 */
export function soundOf(word: string): string {
  let sound = "";
  for (let i = 0; i < word.length; i += 1) {
    const two = soundOfPair[word.slice(i, i + 2)];
    const next = two ?? soundOfLetter[word[i] ?? ""] ?? word[i] ?? "";
    if (two !== undefined) i += 1;
    if (next === vowel && sound !== "") continue;
    if (next !== sound.at(-1)) sound += next;
  }
  return sound.toUpperCase();
}

const vowel = "a";
const soundOfPair: Readonly<Record<string, string>> = { oe: vowel, dj: "j", tj: "k" };
const soundOfLetter: Readonly<Record<string, string>> = {
  ...Object.fromEntries([..."aeiou"].map((letter) => [letter, vowel])),
  ...{ f: "p", v: "p", q: "k", c: "k", x: "ks", z: "s", y: "j", h: "" },
};

/** What a person typed, taken apart. */
export interface NameQuery {
  /** All that was typed, in one piece. */
  readonly whole: string;
  /** Without words for kinds of places. */
  readonly words: readonly string[];
  /** The kind of place named ("kec. Tegalsari"), if any. */
  readonly kind: Level | undefined;
  /** "Kota" or "Kabupaten", when the search begins so: it parts the two regions of one name. */
  readonly title: string;
}

const mostWords = 6;

/** Reads a search text; undefined when it holds nothing to look for. Only the first 100 signs and six words count. */
export function readNameQuery(text: string): NameQuery | undefined {
  const all = wordsOf(text.slice(0, 100));
  const kind = kindWords[all[0] ?? ""];
  const proper = all.filter((word) => kindWords[word] === undefined);
  // "Kota" alone, or "desa": then the word is what is looked for.
  const words = (proper.length > 0 ? proper : all).slice(0, mostWords);
  if (words.join("").length < 2) return undefined;
  const titled = proper.length > 0 ? /^(kota|kab)/.exec(all[0] ?? "")?.[1] : undefined;
  const title = titled === undefined ? "" : titled === "kota" ? "Kota" : "Kabupaten";
  return { whole: all.join(""), words, kind: proper.length > 0 ? kind : undefined, title };
}

/**
 * The tsquery for all words as beginnings of words of the name or of a place above it, at least one of them in the name itself
 * (weight A). Two neighbours may be written as one: "kebon jeruk" finds "Kebonjeruk".
 */
export function wordQuery({ whole, words }: NameQuery): string {
  const asTyped = words.map((word) => `${word}:*`);
  const joins = words.slice(1).map((word, index) => {
    const joined = `${words[index] ?? ""}${word}:*`;
    return [...asTyped.slice(0, index), joined, ...asTyped.slice(index + 2)];
  });
  const alternatives = [asTyped, ...joins].map((terms) => `(${terms.join(" & ")})`);
  const own = [...words, ...words.slice(1).map((word, index) => `${words[index] ?? ""}${word}`)];
  const parts = `(${alternatives.join(" | ")}) & (${own.map((word) => `${word}:*A`).join(" | ")})`;
  // "Kota Baru" may be the name itself.
  return whole === words.join("") ? parts : `(${parts}) | ${whole}:*A`;
}

/** The tsquery of the second try: every word as written or as it sounds. */
export function soundQuery({ words }: NameQuery): string {
  const either = (word: string, weight: string) => {
    const sound = soundOf(word);
    return sound.length < 2 ? `${word}:*${weight}` : `${word}:*${weight} | ${sound}:${weight || "AB"}`;
  };
  const whole = words.join("");
  const every = words.map((word) => `(${either(word, "")})`).join(" & ");
  return `((${every}) & (${words.map((word) => either(word, "A")).join(" | ")})) | ${soundOf(whole)}:A`;
}

/** Names a searcher may mean: all that was typed ("Kota Baru"), then ever shorter beginnings of the words, in one piece each. */
export function keysOf({ whole, words }: NameQuery): readonly string[] {
  return [...new Set([whole, ...words.map((_, index) => words.slice(0, words.length - index).join(""))])];
}

/** How alike two words are: 1 the same, 0 nothing in common (edit distance over the longer). */
export function likeness(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return 1 - (previous[b.length] ?? 0) / Math.max(1, a.length, b.length);
}

/** Lexemes of the column `words` for one name: its words, neighbours joined, the whole, and how they sound. */
export function lexemesOf(name: string, level: Level): ReadonlySet<string> {
  const all = wordsOf(name);
  const proper = all.filter((word) => !titleWords.has(word));
  const plain = proper.length > 0 ? proper : all;
  const lexemes = new Set(plain);
  for (let i = 1; i < plain.length; i += 1) lexemes.add(`${plain[i - 1] ?? ""}${plain[i] ?? ""}`);
  const whole = keyOfWords(all, level);
  lexemes.add(whole);
  for (const word of [...plain, whole]) {
    const sound = soundOf(word);
    if (sound.length > 1) lexemes.add(sound);
  }
  return lexemes;
}

/** As a tsvector's text; positions carry the weights, and one position for each weight is enough. */
export function weighted(lexemes: Iterable<string>, weight: "A" | "B"): string {
  const mark = weight === "A" ? ":1A " : ":2B ";
  let text = "";
  for (const lexeme of lexemes) text += lexeme + mark;
  return text;
}
