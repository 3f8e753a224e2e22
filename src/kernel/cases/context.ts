import type { RawBuilder } from "kysely";
import type { Access, Actor } from "../access/index.ts";
import type { ActorRef, Commands } from "../command/index.ts";
import type { Crypto } from "../crypto/index.ts";
import type { Database, Queryable, Tx } from "../db/index.ts";
import type { Files } from "../files/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { Ledger } from "../ledger/index.ts";
import type { Privacy } from "../privacy/index.ts";
import type { Regions } from "../regions/index.ts";
import type { ServiceRegistry } from "../services/index.ts";
import type { Calendars, Clock } from "../time/index.ts";
import type { Messages } from "../ui/index.ts";
import type { AttributeSource, Issuing, OptionList, Route, ServiceEntry } from "./entry.ts";
import { moduleOf } from "./entry.ts";

/** Who acts, with the keys under which their act and their files are known. */
export interface Doer {
  readonly actor: Actor;
  /** account:<id>, session:<id> or system:<job>: whose idempotency keys these are. */
  readonly actorKey: string;
  /** Whose staged files may be used. */
  readonly fileOwnerKey: string;
}

/** What the parts of kernel/cases share. */
export interface CasesContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly commands: Commands;
  readonly ledger: Ledger;
  readonly access: Access;
  readonly crypto: Crypto;
  readonly privacy: Privacy;
  readonly files: Files;
  readonly regions: Regions;
  readonly calendars: Calendars;
  readonly messages: Messages;
  readonly registry: ServiceRegistry;
  readonly entries: ReadonlyMap<string, ServiceEntry>;
  readonly routes: Readonly<Record<string, Route>>;
  readonly lists: Readonly<Record<string, OptionList>>;
  /** What named sources know of a person, e.g. the name on their account; for questions of type attribute. */
  readonly attributes: Readonly<Record<string, AttributeSource>>;
  /** The statement that lets whoever holds the PIN follow the case without an account. */
  readonly guestAccessRow: (caseId: Uuid, pin: string) => RawBuilder<unknown>;
  /** How many digits the case's PIN has; undefined when none opens it. */
  readonly guestPinLength: (caseId: Uuid) => Promise<number | undefined>;
  /** Whether an office is there. */
  readonly officeExists: (db: Queryable, id: Uuid) => Promise<boolean>;
  /** Takes that way away. */
  readonly endGuestAccess: (tx: Tx, caseId: Uuid) => Promise<void>;
  /** Undefined where no part issues documents. */
  readonly issuing: Issuing | undefined;
  /** Region of the whole installation, for cases that name none. */
  readonly rootRegion: string;
}

/** The pseudonym under which a service's module knows the person who owns what this actor does; null for guests and officers. */
export function ownerOf(crypto: Crypto, actor: Actor, serviceId: string): string | null {
  return actor.kind === "resident" ? crypto.pseudonym(moduleOf(serviceId), actor.actingFor ?? actor.accountId) : null;
}

/** Who acts, as history keeps it: residents under their own pseudonym even when they act for another. */
export function refOf(crypto: Crypto, actor: Actor, serviceId: string): ActorRef {
  switch (actor.kind) {
    case "officer":
      return { kind: "officer", ref: actor.accountId };
    case "resident":
      return { kind: "resident", ref: crypto.pseudonym(moduleOf(serviceId), actor.accountId) };
    case "system":
      return { kind: "system", ref: actor.job };
    default:
      return { kind: actor.kind, ref: null };
  }
}

/** Streams to wake when a case changes. */
export function caseTopics(caseId: string, service: string, officeIds: readonly string[]): string[] {
  return [`case:${caseId}`, `service:${service}`, ...new Set(officeIds.map((id) => `office:${id}`))];
}
