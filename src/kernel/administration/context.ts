import type { Accounts } from "../accounts/index.ts";
import type { RoutingTable } from "../cases/index.ts";
import type { ActorRef, CommandRequest, Commands, Outcome, Work } from "../command/index.ts";
import type { Database } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { Notify } from "../notify/index.ts";
import type { Regions } from "../regions/index.ts";
import type { Problem, Result } from "../result/index.ts";
import type { ServiceRegistry } from "../services/index.ts";
import type { Calendars, Clock } from "../time/index.ts";

/** Who administers, and the key of the act: an operator at the console, or whoever may run commands on the machine itself. */
export type Administrator =
  | { readonly kind: "officer"; readonly accountId: Uuid; readonly key: string }
  | { readonly kind: "terminal"; readonly key: string };

/** What the parts of kernel/administration share. */
export interface AdministrationContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly commands: Commands;
  readonly accounts: Accounts;
  readonly notify: Pick<Notify, "enqueue">;
  readonly regions: Pick<Regions, "find">;
  readonly calendars: Pick<Calendars, "zoneOf">;
  readonly services: ServiceRegistry;
  /** By the name of the route that a definition names. */
  readonly routingTables: Readonly<Record<string, RoutingTable>>;
  /** Region of the whole installation. */
  readonly rootRegion: string;
}

/** One thing done, for history and for the public book alike: codes and ids, no names. */
export interface Fact {
  readonly about: "office" | "officer" | "routing-rule";
  readonly id: Uuid;
  readonly kind: string;
  readonly officeId: Uuid | null;
  readonly region: string | null;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** What is no code, e.g. a name: enters the book as a commitment only. */
  readonly content?: unknown;
}

/** Book of the ledger: who answers for what is everyone's business. */
const book = "administration";

export function refOf(by: Administrator): ActorRef {
  return by.kind === "officer" ? { kind: "officer", ref: by.accountId } : { kind: "system", ref: "terminal" };
}

/** How `access.assignment` names whoever gave a role. */
export function nameOf(by: Administrator): string {
  return by.kind === "officer" ? `account:${by.accountId}` : "terminal";
}

/** Runs one act of an administrator in one transaction, with its history and ledger entries. */
export async function run<A>(
  context: AdministrationContext,
  by: Administrator,
  request: Pick<CommandRequest, "name" | "input">,
  work: Work<A>,
): Promise<Result<A, Problem>> {
  const done = await context.commands.run(
    { ...request, key: by.key, actorKey: by.kind === "officer" ? nameOf(by) : "system:terminal", actor: refOf(by) },
    work,
  );
  return done.ok ? { ok: true, value: done.value.answer } : done;
}

/** What an act gives back, with one line of history and one of the book for each thing done. */
export function outcome<A>(answer: A, facts: readonly Fact[]): Outcome<A> {
  return {
    answer,
    history: facts.map(({ about, id, kind, officeId, region, facts: said }) => ({
      aggregateType: about,
      aggregateId: id,
      kind,
      officeId,
      region,
      facts: said,
    })),
    events: [],
    entries: facts.map(({ about, id, kind, officeId, region, facts: said, content }) => ({
      book,
      kind: `${about}.${kind}`,
      subject: id,
      officeId,
      region,
      facts: said,
      content,
    })),
  };
}
