import { findOfficeByCode } from "../access/index.ts";
import type { RoutingRule, RoutingTable } from "../cases/index.ts";
import type { Tx } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import { isWithin } from "../regions/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import { isoDay } from "../time/index.ts";
import { type AdministrationContext, type Administrator, type Fact, outcome, run } from "./context.ts";
import { lineOf } from "./offices.ts";

/** A rule as an administrator gives it. */
export interface RuleInput {
  /** Id of the service, e.g. "reports.report". */
  readonly service: string;
  /** What it is about, e.g. a category of the service. */
  readonly key: string;
  readonly region: string;
  /** Code of the office. */
  readonly office: string;
  /** ISO day; today when left out. */
  readonly from?: string;
  /** The decision it rests on. */
  readonly source?: string;
  /** Line of the file it comes from. */
  readonly line?: number;
}

/** A service whose cases find their office by rules. */
export interface RoutedService {
  readonly service: string;
  /** Message key. */
  readonly title: string;
  /** Labels are message keys. */
  readonly keys: readonly { readonly value: string; readonly label: string }[];
  readonly rules: readonly RoutingRule[];
}

const longestSource = 200;

/** Lets rules hold; all or none. Answer: how many were new. Problems name the field and the line. */
export function setRules(
  context: AdministrationContext,
  by: Administrator,
  inputs: readonly RuleInput[],
): Promise<Result<{ readonly set: number; readonly same: number }, Problem>> {
  return run(context, by, { name: "administration.set-rules", input: inputs }, async (tx, at) => {
    const facts: Fact[] = [];
    for (const input of inputs) {
      const read = await readRule(context, tx, input, at);
      if (!read.ok) return read;
      const { table, rule } = read.value;
      const id = await table.set(tx, rule, at);
      if (id !== undefined)
        facts.push({
          about: "routing-rule",
          id,
          kind: "set",
          officeId: rule.officeId,
          region: rule.region,
          facts: { service: input.service, key: rule.key, from: rule.from },
        });
    }
    return ok(outcome({ set: facts.length, same: inputs.length - facts.length }, facts));
  });
}

/** Ends what holds for a key and region from `on` (today when left out) on. Answer: whether there was any. */
export function endRule(
  context: AdministrationContext,
  by: Administrator,
  input: {
    readonly service: string;
    readonly key: string;
    readonly region: string;
    readonly on?: string;
    readonly line?: number;
  },
): Promise<Result<boolean, Problem>> {
  return run(context, by, { name: "administration.end-rule", input }, async (tx, at) => {
    const table = tableOf(context, input.service);
    if (table === undefined) return err(fault(input, "service", "administration.rule.service", servicesOf(context)));
    const on = input.on ?? isoDay(at, context.calendars.zoneOf(context.rootRegion));
    if (!isDay(on)) return err(fault(input, "from", "administration.rule.day", { day: on }));
    const ended = await table.end(tx, { key: input.key, region: input.region, on });
    const facts = ended.map(
      (id): Fact => ({
        about: "routing-rule",
        id,
        kind: "ended",
        officeId: null,
        region: input.region,
        facts: { service: input.service, key: input.key, on },
      }),
    );
    return ok(outcome(ended.length > 0, facts));
  });
}

/** Every service that finds its office by rules, with those that hold today or will later. */
export async function routedServices(context: AdministrationContext): Promise<readonly RoutedService[]> {
  const today = isoDay(context.clock.now(), context.calendars.zoneOf(context.rootRegion));
  const found: RoutedService[] = [];
  for (const definition of context.services.allCurrent(today)) {
    const table = definition.route === undefined ? undefined : context.routingTables[definition.route];
    if (table === undefined) continue;
    const { db } = context;
    const [keys, rules] = await Promise.all([table.keys(db.query), table.rules(db.query, today)]);
    found.push({ service: definition.id, title: definition.title, keys, rules });
  }
  return found;
}

async function readRule(
  context: AdministrationContext,
  tx: Tx,
  input: RuleInput,
  at: Date,
): Promise<Result<{ readonly table: RoutingTable; readonly rule: Omit<RoutingRule, "id"> }, Problem>> {
  const table = tableOf(context, input.service);
  if (table === undefined) return err(fault(input, "service", "administration.rule.service", servicesOf(context)));
  const keys = (await table.keys(tx)).map(({ value }) => value);
  if (!keys.includes(input.key))
    return err(fault(input, "key", "administration.rule.key", { key: input.key, keys: keys.join(", ") }));
  const region = input.region.trim();
  if (region === "") return err(fault(input, "region", "administration.region.missing", { root: context.rootRegion }));
  if (!isWithin(region, context.rootRegion) || (await context.regions.find(region, undefined, tx)) === undefined)
    return err(fault(input, "region", "administration.region", { region, root: context.rootRegion }));
  const office = await findOfficeByCode(tx, input.office);
  if (office === undefined) return err(fault(input, "office", "administration.office.unknown", { code: input.office }));
  const from = input.from ?? isoDay(at, context.calendars.zoneOf(context.rootRegion));
  if (!isDay(from)) return err(fault(input, "from", "administration.rule.day", { day: from }));
  const source = input.source?.trim() ?? "";
  if (source.length > longestSource || /\p{Cc}/u.test(source))
    return err(fault(input, "source", "administration.rule.source", { most: longestSource }));
  const officeId: Uuid = office.id;
  return ok({ table, rule: { key: input.key, region, officeId, from, source: source === "" ? null : source } });
}

function tableOf(context: AdministrationContext, service: string): RoutingTable | undefined {
  const today = isoDay(context.clock.now(), context.calendars.zoneOf(context.rootRegion));
  const route = context.services.current(service, today)?.route;
  return route === undefined ? undefined : context.routingTables[route];
}

function servicesOf(context: AdministrationContext): { readonly services: string } {
  const today = isoDay(context.clock.now(), context.calendars.zoneOf(context.rootRegion));
  const routed = context.services
    .allCurrent(today)
    .filter(({ route }) => route !== undefined && context.routingTables[route] !== undefined);
  return { services: routed.map(({ id }) => id).join(", ") };
}

/** Whether a text is a day of the calendar, ISO: 2026-02-30 is none. */
function isDay(text: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function fault(
  input: { readonly line?: number },
  field: string,
  message: string,
  params: Readonly<Record<string, string | number>>,
): Problem {
  return problem("validation-failed", message, { field, params: { ...params, ...lineOf(input) } });
}
