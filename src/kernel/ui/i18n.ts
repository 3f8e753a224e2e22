/** Languages Balai can speak. `id` and `en` are complete; `jv` and `su` fall back to `id` key by key. */
export const languages = ["id", "en", "jv", "su"] as const;
export type Lang = (typeof languages)[number];

/** The name of each language in itself, for the language switch. */
export const languageNames: Readonly<Record<Lang, string>> = {
  id: "Indonesia",
  en: "English",
  jv: "Basa Jawa",
  su: "Basa Sunda",
};

export type Params = Readonly<Record<string, string | number>>;
export type Translate = (key: string, params?: Params) => string;
export type Texts = Readonly<Record<string, string>>;

/** One part's messages. */
export interface Catalogue {
  readonly id: Texts;
  readonly en: Texts;
  readonly jv?: Texts;
  readonly su?: Texts;
}

export interface Messages {
  /** The sentence of `key` in `lang`; `{name}` is filled from `params`, numbers as people of that language write them. */
  t(lang: Lang, key: string, params?: Params): string;
  /** `t` for one language. */
  translator(lang: Lang): Translate;
  has(key: string): boolean;
  /** Every key, sorted; plural keys with their ending. */
  keys(): readonly string[];
  /** Languages in which at least one sentence exists, `id` first. */
  languages(): readonly Lang[];
}

/**
 * Joins the catalogues of all parts.
 * A plural is a pair of keys `x.one` and `x.other` (Indonesian needs only `x.other`), chosen by the param `count` when `x` is asked for.
 * `strict` (tests, development): an unknown key or param throws. Otherwise the Indonesian text, and at last the key itself, is shown,
 * because a page with one odd word is better than no page.
 * Throws when two catalogues hold the same key or when `en` lacks what `id` has: both are bugs found at start.
 */
export function createMessages(catalogues: readonly Catalogue[], options: { strict: boolean }): Messages {
  const texts: Record<Lang, Map<string, Sentence>> = { id: new Map(), en: new Map(), jv: new Map(), su: new Map() };
  for (const catalogue of catalogues) {
    for (const lang of languages) {
      for (const [key, text] of Object.entries(catalogue[lang] ?? {})) {
        if (texts[lang].has(key)) throw new Error(`message key ${key} (${lang}) is defined twice`);
        texts[lang].set(key, sentenceOf(text));
      }
    }
  }
  const faults = parityFaults(texts.id, texts.en);
  if (faults.length > 0) throw new Error(`messages differ between id and en: ${faults.join(", ")}`);

  const plurals: Record<Lang, Intl.PluralRules> = perLanguage((tag) => new Intl.PluralRules(tag));
  const numbers: Record<Lang, Intl.NumberFormat> = perLanguage((tag) => new Intl.NumberFormat(tag));

  function find(lang: Lang, key: string, params: Params | undefined): Sentence | undefined {
    const plain = texts[lang].get(key);
    if (plain !== undefined) return plain;
    const count = params?.["count"];
    if (typeof count !== "number") return undefined;
    return texts[lang].get(`${key}.${plurals[lang].select(count)}`) ?? texts[lang].get(`${key}.other`);
  }

  function t(lang: Lang, key: string, params?: Params): string {
    const sentence = find(lang, key, params) ?? find("id", key, params);
    if (sentence === undefined) {
      if (options.strict) throw new Error(`no message for key ${key}`);
      return key;
    }
    const { start, gaps } = sentence;
    let text = start;
    for (const { name, rest } of gaps) {
      const value = params?.[name];
      if (value === undefined && options.strict) throw new Error(`message ${key} needs the param ${name}`);
      text += value === undefined ? `{${name}}` : typeof value === "number" ? numbers[lang].format(value) : value;
      text += rest;
    }
    return text;
  }

  return {
    t,
    translator: (lang) => (key, params) => t(lang, key, params),
    has: (key) => texts.id.has(key) || texts.id.has(`${key}.other`),
    keys: () => [...texts.id.keys()].sort(),
    languages: () => languages.filter((lang) => texts[lang].size > 0),
  };
}

/** A text cut at its params once, because it is filled a thousand times a second. */
interface Sentence {
  readonly start: string;
  readonly gaps: readonly { readonly name: string; readonly rest: string }[];
}

function sentenceOf(text: string): Sentence {
  const [start = "", ...rest] = text.split(/\{(\w+)\}/);
  const gaps = [];
  for (let at = 0; at < rest.length; at += 2) gaps.push({ name: rest[at] ?? "", rest: rest[at + 1] ?? "" });
  return { start, gaps };
}

/** The language of a request: the first choice that is spoken, else Indonesian. `accept` is the Accept-Language header. */
export function pickLanguage(
  spoken: readonly Lang[],
  chosen: string | undefined,
  accept: string | undefined = undefined,
): Lang {
  const wished = [chosen ?? "", ...acceptedTags(accept ?? "")];
  for (const wish of wished) {
    const found = spoken.find((lang) => lang === wish);
    if (found !== undefined) return found;
  }
  return "id";
}

/** BCP 47 tag for `Intl` and the `lang` attribute. Javanese and Sundanese write numbers and dates as Indonesian does. */
export function localeOf(lang: Lang): string {
  return lang === "en" ? "en-GB" : "id-ID";
}

/** Browsers send a few dozen different ones; what strangers make up must not fill the memory. */
const knownHeaders = new Map<string, readonly string[]>();
const mostHeaders = 500;

function acceptedTags(header: string): readonly string[] {
  const known = knownHeaders.get(header);
  if (known !== undefined) return known;
  const tags = tagsIn(header);
  if (knownHeaders.size < mostHeaders && header.length <= 200) knownHeaders.set(header, tags);
  return tags;
}

function tagsIn(header: string): string[] {
  return header
    .slice(0, 200)
    .split(",")
    .map((part) => {
      const [tag = "", ...rest] = part.trim().split(";");
      const quality = rest.map((r) => /^\s*q=([\d.]+)\s*$/.exec(r)?.[1]).find((q) => q !== undefined);
      // "in" is the old ISO 639 code of Indonesian that many Android phones still send.
      const primary = (tag.toLowerCase().split("-")[0] ?? "").replace(/^in$/, "id");
      return { primary, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter((wish) => wish.quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map((wish) => wish.primary);
}

function parityFaults(id: ReadonlyMap<string, unknown>, en: ReadonlyMap<string, unknown>): string[] {
  const stem = (key: string) => key.replace(/\.(one|other)$/, "");
  const pluralStems = new Set([...id.keys()].filter((key) => key.endsWith(".other")).map(stem));
  const faults: string[] = [];
  for (const key of id.keys()) if (!en.has(key)) faults.push(`${key} is missing in en`);
  for (const key of en.keys()) {
    if (id.has(key) || (key.endsWith(".one") && pluralStems.has(stem(key)))) continue;
    faults.push(`${key} is missing in id`);
  }
  return faults;
}

function perLanguage<T>(make: (tag: string) => T): Record<Lang, T> {
  return { id: make("id-ID"), en: make("en-GB"), jv: make("id-ID"), su: make("id-ID") };
}
