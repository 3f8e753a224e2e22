import { findOffice } from "../../../kernel/access/index.ts";
import { isUuid, type Uuid } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { type AccessLine, type PersonAccessLine, wordsOf } from "../../../kernel/privacy/index.ts";
import { clockInWords, dayInWords, isoDay } from "../../../kernel/time/index.ts";
import { type Lang, localeOf, type Row } from "../../../kernel/ui/index.ts";
import { delegationPurpose, type Resident, readOther } from "./resident.ts";

/** The lines of one day, for the person they are about. */
export interface LogDay {
  readonly label: string;
  readonly rows: readonly Row[];
}

export interface LogPage {
  readonly days: readonly LogDay[];
  readonly lines: readonly AccessLine[];
  /** Id to ask the next page with. */
  readonly next: Uuid | undefined;
}

/** A page of who read the resident's data, in sentences. With `people`, at most that many lines become rows, and none of our own system. */
export async function readAccessLog(
  kernel: Kernel,
  resident: Resident,
  page: { readonly before: string; readonly limit: number; readonly people?: number; readonly lang: Lang },
): Promise<LogPage> {
  const { lines, next } = await kernel.privacy.accessLogFor({
    actor: resident.actor,
    officeId: null,
    accountId: resident.accountId,
    before: isUuid(page.before) ? page.before : null,
    limit: page.limit,
    withOwn: false,
  });
  const zone = kernel.calendars.zoneOf(kernel.config.rootRegion);
  const shown = page.people === undefined ? lines : lines.filter((line) => line.readerKind !== "system");
  const groups = together(shown, (at) => isoDay(at, zone)).slice(0, page.people);
  // Each reading of a number is a line in the log of the other person: only the whole log names them.
  const others = await othersOf(kernel, resident, shown, page.people === undefined, page.lang);
  return { days: await inDays(kernel, groups, others, page.lang), lines, next: next ?? undefined };
}

type Alike = readonly [PersonAccessLine, ...PersonAccessLine[]];

async function inDays(
  kernel: Kernel,
  groups: readonly Alike[],
  others: ReadonlyMap<string, string>,
  lang: Lang,
): Promise<LogDay[]> {
  const lines = groups.flat();
  const t = kernel.messages.translator(lang);
  const zone = kernel.calendars.zoneOf(kernel.config.rootRegion);
  const now = kernel.clock.now();
  const days = new Map<string, { label: string; rows: Row[] }>();
  const [offices, codes] = await Promise.all([officesOf(kernel, lines), codesOf(kernel, lines)]);
  for (const [line, ...alike] of groups) {
    const day = isoDay(line.at, zone);
    const label = dayInWords(t, line.at, zone, now);
    const group = days.get(day) ?? {
      label: day === isoDay(now, zone) ? t("account.log.today", { day: label }) : label,
      rows: [],
    };
    days.set(day, group);
    const words = wordsOf(line);
    const office = line.officeId === null ? undefined : offices.get(line.officeId);
    const role = line.readerRole === null || office === undefined ? "" : t(`account.role.${line.readerRole}`);
    const code =
      line.caseId === null || alike.some(({ caseId }) => caseId !== line.caseId) ? undefined : codes.get(line.caseId);
    const clock = clockInWords(t, line.at, zone);
    group.rows.push({
      icon: iconOf(line),
      title: t(`account.log.line.${line.action}`, {
        reader:
          office ??
          others.get(line.residentId ?? "") ??
          t(line.purpose === delegationPurpose ? "account.log.delegation" : words.reader),
        fields: fieldsInWords(kernel, words.fields, lang),
      }),
      notes: [
        ...(kernel.messages.has(words.purpose) ? [t("account.log.why", { why: t(words.purpose) })] : []),
        t("account.log.basis", { basis: t(words.basis) }),
        alike.length > 0
          ? t("account.log.times", { count: alike.length + 1, clock })
          : [clock, role].filter((text) => text !== "").join(" · "),
      ],
      ...(code === undefined ? {} : { href: `/kasus/${code}` }),
    });
  }
  return [...days.values()];
}

/**
 * What our own system did for the same reason on one day stands together, and what one resident did with the same case: else what repeats
 * buries the people who looked.
 */
function together(lines: readonly PersonAccessLine[], dayOf: (at: Date) => string): Alike[] {
  const groups = new Map<string, [PersonAccessLine, ...PersonAccessLine[]]>();
  for (const line of lines) {
    const { id, readerKind, residentId, caseId, action, purpose, fields } = line;
    const who = readerKind === "system" ? readerKind : `${residentId} ${caseId}`;
    const repeats = readerKind === "system" || residentId !== null;
    const key = repeats ? [dayOf(line.at), who, action, purpose, ...fields].join(" ") : id;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  return [...groups.values()];
}

/** How those who have or gave a right to act are called, by their pseudonym in the log. `named`: with the number of who got it. */
async function othersOf(
  kernel: Kernel,
  resident: Resident,
  lines: readonly PersonAccessLine[],
  named: boolean,
  lang: Lang,
): Promise<ReadonlyMap<string, string>> {
  const t = kernel.messages.translator(lang);
  const called = new Map<string, string>();
  const readers = new Set(lines.flatMap(({ residentId }) => residentId ?? []));
  if (readers.size === 0) return called;
  const { given, received } = await kernel.accounts.delegationsOf(kernel.db.query, resident.accountId);
  const readerOf = (id: Uuid) => kernel.privacy.pseudonymsOf(id).find((pseudonym) => readers.has(pseudonym));
  for (const id of new Set(received.map(({ from }) => from))) {
    const reader = readerOf(id);
    if (reader !== undefined) called.set(reader, t("account.log.giver"));
  }
  for (const id of new Set(given.map(({ to }) => to))) {
    const reader = readerOf(id);
    if (reader === undefined) continue;
    const name = named ? await readOther(kernel, resident, id, "receiver") : null;
    called.set(reader, name === null ? t("account.log.receiver") : t("account.log.receiver.named", { name }));
  }
  return called;
}

/** "nama panggilan dan nomor HP"; what has no word of its own belongs to a case. */
function fieldsInWords(kernel: Kernel, keys: readonly string[], lang: Lang): string {
  const t = kernel.messages.translator(lang);
  const words = keys.map((key) => (kernel.messages.has(key) ? t(key) : t("account.log.in-case")));
  const lower = [...new Set(words)].map((word) => word.charAt(0).toLowerCase() + word.slice(1));
  return new Intl.ListFormat(localeOf(lang), { type: "conjunction" }).format(lower);
}

function iconOf(line: AccessLine): NonNullable<Row["icon"]> {
  if (line.readerKind === "officer") return "office";
  if (line.readerKind === "system") return line.action === "send" ? "bell" : "mark";
  return "user";
}

async function officesOf(kernel: Kernel, lines: readonly AccessLine[]): Promise<ReadonlyMap<Uuid, string>> {
  const ids = [...new Set(lines.flatMap(({ officeId }) => officeId ?? []))];
  const found = await Promise.all(ids.map((id) => findOffice(kernel.db.query, id)));
  return new Map(found.flatMap((office) => (office === undefined ? [] : [[office.id, office.name] as const])));
}

async function codesOf(kernel: Kernel, lines: readonly AccessLine[]): Promise<ReadonlyMap<Uuid, string>> {
  const ids = [...new Set(lines.flatMap(({ caseId }) => caseId ?? []))];
  const found = await Promise.all(ids.map((id) => kernel.cases.find(id)));
  return new Map(found.flatMap((known) => (known === undefined ? [] : [[known.id, known.code] as const])));
}

const monthMs = 30 * 24 * 3600_000;

export interface Looks {
  /** By officers, and from how many offices. */
  readonly looks: number;
  readonly offices: number;
  /** By our own system, to send messages and the like. */
  readonly system: number;
}

/** How often the data was used in the last 30 days. */
export function countLooks(lines: readonly AccessLine[], now: Date): Looks {
  const recent = lines.filter(({ at }) => now.getTime() - at.getTime() < monthMs);
  const officers = recent.filter(({ readerKind }) => readerKind === "officer");
  return {
    looks: officers.length,
    offices: new Set(officers.map(({ officeId }) => officeId)).size,
    system: recent.filter(({ readerKind }) => readerKind === "system").length,
  };
}
