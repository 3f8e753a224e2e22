import type { RawBuilder } from "kysely";
import type { Actor, Visibility } from "../access/index.ts";
import type { Outcome } from "../command/index.ts";
import type { Queryable, Tx } from "../db/index.ts";
import type { Prefill } from "../forms/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { Answers, IssuedDocument, ServiceDefinition } from "../services/index.ts";
import type { Translate } from "../ui/index.ts";
import type { Case } from "./case.ts";

/** What routing may look at. */
export interface RouteQuestion {
  readonly answers: Answers;
  readonly region: string;
  /** The calendar day in the region's zone, ISO. */
  readonly day: string;
}

/** A module's own part in the life of its cases. All optional: a service works by its definition alone. */
export interface CaseHooks {
  /** One line for lists, from the answers; else the service's title. No personal answers. */
  headline?(answers: Answers, t: Translate, region: string): string;
  /** Symbols of cases in lists, by case, where they say more than the service's own; those it does not know are left out. */
  icons?(db: Queryable, caseIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, string>>;
  /** The module's own rows of a new case, as statements that are written with it. */
  submitted?(submitted: Case, answers: Answers): readonly RawBuilder<unknown>[];
  /** What an action changes in the module's own rows, as statements that are written with it. `answers` are those of the action. */
  advanced?(before: Case, after: Case, action: string, answers: Answers): readonly RawBuilder<unknown>[];
  /** Forgets what the module itself holds of the case. */
  erased?(tx: Tx, caseId: Uuid): Promise<void>;
}

/** Finds the office that handles a case; undefined: no rule fits, a dispatcher decides. */
export type Route = (
  db: Queryable,
  question: RouteQuestion,
) => Promise<{ readonly officeId: Uuid; readonly rule: string } | undefined>;

/** One rule of a route, as the operator sees it. */
export interface RoutingRule {
  readonly id: Uuid;
  /** What it is about beside the region, e.g. a category: one of `RoutingTable.keys`. */
  readonly key: string;
  /** It holds there and below, where no nearer rule does. */
  readonly region: string;
  readonly officeId: Uuid;
  /** ISO day from which it holds. */
  readonly from: string;
  /** The decision it rests on; null: nobody has said. */
  readonly source: string | null;
}

/** A rule as its audit reads it. */
export interface KeptRule extends Omit<RoutingRule, "source"> {
  /** ISO day from which it no longer holds. */
  readonly endedOn: string | null;
  /** Another rule for the same begins on the day it ends. */
  readonly isReplaced: boolean;
}

/** The rules of a route kept as dated rows, for the operator. A rule is never changed: a new one takes its place from a day on. */
export interface RoutingTable {
  /** Where the rows are, as schema.table. */
  readonly table: string;
  /** What rules can be about; labels are message keys. */
  readonly keys: OptionList;
  /** The rules that hold on a day (ISO) or will later. */
  rules(db: Queryable, day: string): Promise<readonly RoutingRule[]>;
  /** All rules that ever were: of these ids, or a page by id. */
  kept(
    db: Queryable,
    which: { readonly ids: readonly Uuid[] } | { readonly after: Uuid; readonly limit: number },
  ): Promise<readonly KeptRule[]>;
  /** Lets a rule hold from its day on. Gives its id; undefined: it was so already. A source of null keeps the known one. */
  set(tx: Tx, rule: Omit<RoutingRule, "id">, at: Date): Promise<Uuid | undefined>;
  /** Ends what holds for this key and region on the day `on`, and what was to follow. Gives the ids of the rules. */
  end(tx: Tx, which: { readonly key: string; readonly region: string; readonly on: string }): Promise<readonly Uuid[]>;
}

/** A named list of options, e.g. categories. */
export interface ListOption {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: string;
}
export type OptionList = (db: Queryable) => Promise<readonly ListOption[]>;

/** What is known already of the person for whom `actor` acts; undefined: nothing. Reads personal fields only through kernel/privacy. */
export type AttributeSource = (tx: Tx, actor: Actor) => Promise<Prefill | undefined>;

/** A service with everything its module gives beside the definition. */
export interface ServiceEntry {
  readonly definition: ServiceDefinition;
  readonly hooks?: CaseHooks;
  /** Book of the ledger; else the module's name. */
  readonly book?: string;
}

/** A case that came to a state that issues a document. */
export interface Issue {
  readonly found: Case;
  readonly definition: ServiceDefinition;
  readonly document: IssuedDocument;
  readonly by: Actor;
}

/** Makes the documents that definitions name. */
export interface Issuing {
  /** What belongs to the act that brought the case there: rows and facts, all in its transaction. */
  issue(tx: Tx, at: Date, issue: Issue): Promise<Omit<Outcome<unknown>, "answer">>;
  /** Forgets what the documents of a case say of a person. */
  forget(tx: Tx, caseId: Uuid): Promise<void>;
}

/** The module a service belongs to: also the namespace of its owners' pseudonyms. */
export function moduleOf(serviceId: string): string {
  return serviceId.split(".")[0] ?? serviceId;
}

/** How everyone may see the case: fixed by the definition, or as the owner answered. */
export function visibilityOf(definition: ServiceDefinition, answers: Answers): Visibility {
  if (typeof definition.visibility === "string") return definition.visibility;
  const said = answers[definition.visibility.asked];
  return said === "public" || said === "name-hidden" ? said : "private";
}

/** What everyone may see of a case whose owner took it back: that it was there, no longer by whom. */
export function withoutName(visibility: Visibility): Visibility {
  return visibility === "public" ? "name-hidden" : visibility;
}
