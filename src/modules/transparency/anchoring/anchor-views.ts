import type { Kernel } from "../../../kernel/index.ts";
import { momentInWords } from "../../../kernel/time/index.ts";
import type { Fact, Lang } from "../../../kernel/ui/index.ts";
import { titleOf } from "../titles.ts";
import { targetOf } from "./anchoring.ts";
import { haltedSince } from "./domain/planning.ts";
import { type DriverSettings, ownAnchors } from "./settings.ts";
import { type AnchoredRow, anchoredWith, newestAnchored, newestPlans } from "./store.ts";

/** One place where states of books are entrusted to others. */
export interface AnchorView {
  readonly name: string;
  readonly kind: string;
  /** Since when it stands still, and why; undefined while it goes on. */
  readonly halted: { readonly title: string; readonly text: string } | undefined;
  /** The newest state of each book that stands there. */
  readonly newest: readonly {
    readonly book: string;
    readonly state: string;
    /** Below it: particulars, the signed state, the stamp. */
    readonly href: string;
    readonly hasStamp: boolean;
  }[];
}

/** Every place of the settings, with what stands there and since when it stands still, if it does. */
export async function anchorViews(kernel: Kernel, lang: Lang): Promise<readonly AnchorView[]> {
  const drivers = driversOf(kernel);
  if (drivers.length === 0) return [];
  const { clock, db } = kernel;
  const t = kernel.messages.translator(lang);
  const [plans, anchored] = await Promise.all([newestPlans(db.query), newestAnchored(db.query)]);
  return drivers.map((settings) => {
    const isIts = (row: { readonly driver: string; readonly target: string }) =>
      row.driver === settings.name && row.target === targetOf(settings);
    const open = plans.filter((plan) => isIts(plan) && plan.isOpen);
    const since = haltedSince(
      open.map(({ at }) => at),
      clock.now(),
    );
    const reason = open.find(({ hindrance }) => hindrance !== null)?.hindrance ?? "no-answer";
    return {
      name: settings.name,
      kind: t(`transparency.anchor.kind.${settings.kind}`),
      halted: since && {
        title: t("transparency.anchor.halted", { name: settings.name, at: inWords(kernel, lang, since) }),
        text: `${t(`transparency.anchor.why.${reason}`)} ${t("transparency.anchor.halted.text")}`,
      },
      newest: anchored.filter(isIts).map((row) => ({
        book: titleOf(kernel, t, row.book),
        state: t("transparency.anchor.state", { count: row.size, at: inWords(kernel, lang, row.provedAt) }),
        href: anchorHref(row),
        hasStamp: row.content !== null,
      })),
    };
  });
}

/** Since when an entry is covered outside, and where; nothing where no book is anchored. */
export async function anchorFacts(kernel: Kernel, lang: Lang, book: string, index: number): Promise<readonly Fact[]> {
  const t = kernel.messages.translator(lang);
  const found = await anchoredWith(kernel.db.query, book, index);
  if (found.length === 0 && driversOf(kernel).length === 0) return [];
  const covered = found.map(({ driver, provedAt }) =>
    t("transparency.anchor.covered", { name: driver, at: inWords(kernel, lang, provedAt) }),
  );
  const value = covered.length === 0 ? t("transparency.anchor.not-yet") : covered.join("; ");
  return [{ label: t("transparency.anchor.title"), value }];
}

function anchorHref({ book, driver, size }: AnchoredRow): string {
  return `/ledger/${book}/anchors/${driver}/${size}`;
}

/** None where the settings cannot be read: that was told at the start. */
function driversOf({ config }: Kernel): readonly DriverSettings[] {
  const settings = ownAnchors(config);
  return settings.ok ? (settings.value?.drivers ?? []) : [];
}

function inWords(kernel: Kernel, lang: Lang, at: Date): string {
  const zone = kernel.calendars.zoneOf(kernel.config.rootRegion);
  return momentInWords(kernel.messages.translator(lang), at, zone, kernel.clock.now());
}
