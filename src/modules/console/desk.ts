import type { FastifyRequest } from "fastify";
import type { Actor } from "../../kernel/access/index.ts";
import { listOffices } from "../../kernel/access/index.ts";
import type { CaseFilter, OfficeTally } from "../../kernel/cases/index.ts";
import { csrfToken } from "../../kernel/http/index.ts";
import type { Uuid } from "../../kernel/ids/index.ts";
import type { Kernel } from "../../kernel/index.ts";
import type { Zone } from "../../kernel/time/index.ts";
import type { Lang, Translate } from "../../kernel/ui/index.ts";
import { type Horizon, horizonOf } from "./domain/due.ts";
import { type TurnState, turnStates } from "./domain/turn.ts";

export type Officer = Extract<Actor, { kind: "officer" }>;

/** What every page of the console knows of who asks. */
export interface Desk {
  readonly kernel: Kernel;
  readonly officer: Officer;
  readonly lang: Lang;
  readonly t: Translate;
  readonly csrf: string;
  /** Zone of the installation: a desk has one clock on its wall. */
  readonly zone: Zone;
  readonly horizon: Horizon;
  /** States in which it is this officer's turn. */
  readonly turn: readonly TurnState[];
  /** Names of all open offices. */
  readonly offices: ReadonlyMap<Uuid, string>;
  /** The officer's own name. */
  readonly name: string;
  /** Names of officers, as far as there are any. */
  namesOf(accountIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, string>>;
}

export interface Desks {
  /** The desk of whoever asks. Throws on a route that lets others than officers in: a bug. */
  open(request: FastifyRequest): Promise<Desk>;
}

/** Names of offices and officers change a few times a year; a desk may show the old one for so long. */
const keptMs = 10_000;
const mostNames = 5_000;

export function createDesks(kernel: Kernel): Desks {
  const names = new Map<Uuid, string>();
  let offices: { readonly until: number; readonly names: Promise<ReadonlyMap<Uuid, string>> } | undefined;
  const ownNames = new Map<Uuid, string>();
  let namesUntil = 0;

  function officeNames(now: number): Promise<ReadonlyMap<Uuid, string>> {
    if (offices === undefined || offices.until < now) {
      const loading = listOffices(kernel.db.query).then((all) => new Map(all.map(({ id, name }) => [id, name])));
      offices = { until: now + keptMs, names: loading };
      loading.catch(() => {
        offices = undefined;
      });
    }
    return offices.names;
  }

  async function namesOf(accountIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, string>> {
    const now = performance.now();
    if (now > namesUntil || names.size > mostNames) {
      names.clear();
      ownNames.clear();
      namesUntil = now + keptMs;
    }
    const missing = [...new Set(accountIds)].filter((id) => !names.has(id));
    if (missing.length > 0)
      for (const [id, name] of await kernel.accounts.officerNames(kernel.db.query, missing)) names.set(id, name);
    return names;
  }

  /** One's own name on one's own screen: opened by kernel/privacy as every name, kept as long as other names are. */
  async function ownName(officer: Officer): Promise<string> {
    const { accountId } = officer;
    const working = await namesOf([accountId]);
    const kept = ownNames.get(accountId);
    if (kept !== undefined) return kept;
    const sealed = await kernel.accounts.nameOf(kernel.db.query, accountId);
    const [name = ""] =
      sealed === null
        ? []
        : await kernel.db.transaction((tx) =>
            kernel.privacy.read(tx, {
              actor: officer,
              officeId: null,
              purpose: "accounts.show-own",
              legalBasis: "contract",
              subject: { kind: "account", accountId },
              caseId: null,
              fields: [sealed],
            }),
          );
    const shown = name === "" ? (working.get(accountId) ?? "") : name;
    ownNames.set(accountId, shown);
    return shown;
  }

  return {
    async open(request) {
      const { session, actor, lang } = request.visit;
      if (session === undefined || actor.kind !== "officer")
        throw new Error("a page of the console without an officer");
      const zone = kernel.calendars.zoneOf(kernel.config.rootRegion);
      return {
        kernel,
        officer: actor,
        lang,
        t: kernel.messages.translator(lang),
        csrf: csrfToken(session.csrfSecret),
        zone,
        horizon: horizonOf(kernel.clock.now(), zone),
        turn: kernel.access.mayEver(actor, "case.act")
          ? turnStates(
              kernel.services.all().map(({ definition }) => definition),
              actor.assignments,
            )
          : [],
        offices: await officeNames(performance.now()),
        name: await ownName(actor),
        namesOf,
      };
    },
  };
}

/** The counts beside the menu. */
export const menuBuckets = ["open", "mine", "turn", "late"] as const;
export type MenuCounts = Readonly<Record<MenuBucket | "unread", number>>;
type MenuBucket = (typeof menuBuckets)[number];

export function menuFilters({ officer, turn, horizon }: Desk): Readonly<Record<MenuBucket, CaseFilter>> {
  return {
    open: {},
    mine: { assigneeId: officer.accountId },
    turn: { states: turn },
    late: { dueBefore: horizon.now },
  };
}

/** A tally of all offices together. */
export function sumOf<K extends string>(rows: readonly OfficeTally<K>[], names: readonly K[]): Record<K, number> {
  return Object.fromEntries(
    names.map((name) => [name, rows.reduce((sum, row) => sum + row.counts[name], 0)]),
  ) as Record<K, number>;
}
