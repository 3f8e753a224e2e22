import { listOffices } from "../../kernel/access/index.ts";
import { verifyEd25519 } from "../../kernel/crypto/index.ts";
import { isUuid } from "../../kernel/ids/index.ts";
import type { Kernel } from "../../kernel/index.ts";
import type { Receipt } from "../../kernel/ledger/index.ts";
import { seriesOf, sha256 } from "../../kernel/ledger/index.ts";
import { isoDay, momentInWords } from "../../kernel/time/index.ts";
import { checkReceipt, type Policy, parseVerifierKey, type Verdict } from "../../kernel/tlog/index.ts";
import type { Fact, Lang, Translate } from "../../kernel/ui/index.ts";
import { dayNumbers } from "./numbers.ts";
import { titleOf } from "./titles.ts";
import { outsideAlarms } from "./watching/alarms.ts";

export interface BookView {
  readonly name: string;
  readonly title: string;
  readonly entries: number;
  readonly signedAt: string;
  /** That it is closed, and where it goes on; undefined while it is open. */
  readonly closed: string | undefined;
  /** The calendar day, and what was entered on it so far: sorts in words, most frequent first. */
  readonly today: { readonly day: string; readonly entries: number; readonly kinds: readonly Fact[] };
  /** Names of the witnesses that signed, and when they last did. */
  readonly witnesses: readonly { readonly name: string; readonly signedAt: string }[];
}

export interface AlarmView {
  readonly title: string;
  readonly text: string;
}

/** What witnesses and anchors found that must never happen. */
export async function alarmViews(kernel: Kernel, lang: Lang): Promise<readonly AlarmView[]> {
  const t = kernel.messages.translator(lang);
  const zone = kernel.calendars.zoneOf(kernel.config.rootRegion);
  const found = await outsideAlarms(kernel.db.query);
  return found.map(({ foundBy, book, witness, kind, size, at }) => ({
    title: t(`transparency.alarm.${kind}`),
    text: t(`transparency.alarm.${kind}.${foundBy}`, {
      book: titleOf(kernel, t, book),
      witness,
      count: size,
      at: momentInWords(t, at, zone, kernel.clock.now()),
    }),
  }));
}

/** Every book with what stands in it now. */
export async function bookViews(kernel: Kernel, lang: Lang): Promise<readonly BookView[]> {
  const t = kernel.messages.translator(lang);
  const zone = kernel.calendars.zoneOf(kernel.config.rootRegion);
  const all = await kernel.books.all();
  const day = isoDay(kernel.clock.now(), zone);
  const [states, numbers, signed] = await Promise.all([
    Promise.all(all.map(({ name }) => kernel.books.state(name))),
    Promise.all(all.map(({ name }) => dayNumbers(kernel, name, day))),
    Promise.all(all.map(({ name }) => kernel.books.lastWitnessed(name))),
  ]);
  return all.flatMap(({ name, closed }, at) => {
    const state = states[at];
    if (state === undefined) return [];
    return {
      name,
      title: titleOf(kernel, t, name),
      entries: state.size,
      signedAt: momentInWords(t, state.at, zone, kernel.clock.now()),
      closed:
        closed &&
        t("transparency.book.closed", {
          at: momentInWords(t, closed.at, zone, kernel.clock.now()),
          successor: titleOf(kernel, t, closed.successor),
        }),
      today: { day, entries: numbers[at]?.entries ?? 0, kinds: kindFacts(kernel, t, name, numbers[at]?.kinds ?? {}) },
      witnesses: (signed[at] ?? []).map((witness) => ({
        name: witness.name,
        signedAt: momentInWords(t, witness.at, zone, kernel.clock.now()),
      })),
    };
  });
}

/** By what we know here: the keys of our own books, and the witnesses that we ask. */
export async function judge(kernel: Kernel, receipt: string, policy: Policy | undefined): Promise<Verdict> {
  const books = await kernel.books.all();
  const keys = books.flatMap((book) => kernel.books.keys(book)).flatMap((vkey) => parseVerifierKey(sha256, vkey) ?? []);
  return checkReceipt({ sha256, verify: verifyEd25519 }, receipt, { keys, policy });
}

export interface EntryView {
  /** "reports-600": the book, and the place in it counted from 1, as people count. */
  readonly number: string;
  readonly facts: readonly Fact[];
  /** The entry as it stands in the book. */
  readonly raw: string;
}

/** What an entry says, in words. `body` comes from a receipt: perhaps a stranger's. */
export async function entryView(
  kernel: Kernel,
  lang: Lang,
  { book, index, body }: Pick<Receipt, "book" | "index" | "body">,
): Promise<EntryView> {
  const t = kernel.messages.translator(lang);
  const said = parsedEntry(body);
  const zone = kernel.calendars.zoneOf(kernel.config.rootRegion);
  const region = typeof said.region === "string" ? await kernel.regions.fullName(said.region) : undefined;
  const offices = isUuid(String(said.office)) ? await listOffices(kernel.db.query) : [];
  const office = offices.find(({ id }) => id === said.office)?.name;
  const at = new Date(String(said.at));
  const facts: (Fact | false)[] = [
    { label: t("transparency.entry.what"), value: kindInWords(kernel, t, book, String(said.kind ?? "")) },
    !Number.isNaN(at.getTime()) && {
      label: t("transparency.entry.when"),
      value: momentInWords(t, at, zone, kernel.clock.now()),
    },
    office !== undefined && { label: t("transparency.entry.office"), value: office },
    region !== undefined && { label: t("transparency.entry.region"), value: region },
    { label: t("transparency.entry.book"), value: titleOf(kernel, t, book) },
    { label: t("transparency.entry.place"), value: t("transparency.entry.place.value", { place: index + 1 }) },
  ];
  return { number: `${book}-${index + 1}`, facts: facts.filter((fact) => fact !== false), raw: body };
}

/** Kinds that have the same name for people are one. */
function kindFacts(
  kernel: Kernel,
  t: Translate,
  book: string,
  kinds: Readonly<Record<string, number>>,
): readonly Fact[] {
  const named = Map.groupBy(Object.entries(kinds), ([kind]) => kindInWords(kernel, t, book, kind));
  return [...named]
    .map(([label, counts]) => ({ label, count: counts.reduce((sum, [, count]) => sum + count, 0) }))
    .sort((a, b) => b.count - a.count)
    .map(({ label, count }) => ({ label, value: t("transparency.book.count", { count }) }));
}

/** "case.take" in the words of the services, others in those of the book's module or in ours; what nobody named, as it stands. */
function kindInWords(kernel: Kernel, t: Translate, book: string, kind: string): string {
  const [about = "", name = ""] = kind.split(/\.(.*)/);
  const names = [`${seriesOf(book)}.kind.${kind}`, `transparency.kind.${kind}`, `transparency.kind.${about}`];
  const own = names.find((key) => kernel.messages.has(key));
  if (own !== undefined) return t(own);
  if (about !== "case") return kind;
  for (const { definition } of kernel.services.all())
    for (const state of Object.values(definition.flow.states)) {
      const action = state.may[name];
      if (action !== undefined) return t(action.done ?? action.label);
    }
  return kind;
}

function parsedEntry(body: string): Readonly<Record<string, unknown>> {
  try {
    const said: unknown = JSON.parse(body);
    return typeof said === "object" && said !== null ? { ...said } : {};
  } catch {
    return {};
  }
}
