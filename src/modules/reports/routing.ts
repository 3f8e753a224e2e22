import { sql } from "kysely";
import type { KeptRule, ListOption, Route, RoutingRule, RoutingTable } from "../../kernel/cases/index.ts";
import type { Queryable, Tx } from "../../kernel/db/index.ts";
import { newId, type Uuid } from "../../kernel/ids/index.ts";

/** The office whose rule for this category is nearest to the region; undefined where no rule fits: a dispatcher decides. */
export const byCategory: Route = async (db, { answers, region, day }) => {
  const line = region.split(".").map((_, index, parts) => parts.slice(0, index + 1).join("."));
  const found = await sql<{ office_id: Uuid; category: string; region: string }>`
    select office_id, category, region from reports.routing_rule
    where category = ${String(answers.category ?? "")} and region = any(${line})
      and effective_from <= ${day}::date and (ended_on is null or ended_on > ${day}::date)
    order by length(region) desc, effective_from desc limit 1`.execute(db);
  const rule = found.rows[0];
  return rule === undefined ? undefined : { officeId: rule.office_id, rule: `${rule.category}/${rule.region}` };
};

/** Categories in use today, in their order. */
export async function categories(db: Queryable): Promise<readonly ListOption[]> {
  const found = await sql<{ code: string; icon: string }>`select code, icon from reports.category
    where effective_from <= current_date and (retired_on is null or retired_on > current_date) order by position`.execute(
    db,
  );
  return found.rows.map(({ code, icon }) => ({
    value: code,
    label: `reports.category.${code}`,
    hint: `reports.category.${code}.hint`,
    icon,
  }));
}

export interface CategoryRow {
  readonly code: string;
  readonly icon: string;
  readonly effectiveFrom: string;
  readonly source: string;
  readonly verified: boolean;
}

/** Takes over the categories of a data file; known ones are brought up to date, none is removed. */
export async function importCategories(tx: Tx, rows: readonly CategoryRow[]): Promise<void> {
  for (const [position, row] of rows.entries()) {
    await sql`insert into reports.category (code, icon, position, effective_from, source, verified)
      values (${row.code}, ${row.icon}, ${position}, ${row.effectiveFrom}, ${row.source}, ${row.verified})
      on conflict (code) do update set icon = excluded.icon, position = excluded.position, source = excluded.source, verified = excluded.verified`.execute(
      tx,
    );
  }
}

/** The rules of `byCategory`, for the operator. */
export const rulesByCategory: RoutingTable = {
  table: "reports.routing_rule",
  keys: categories,
  async rules(db, day) {
    const found = await sql<RoutingRule>`
      select id, category as key, region, office_id as "officeId", effective_from as "from", source from reports.routing_rule
      where ended_on is null or (ended_on > ${day}::date and ended_on > effective_from) order by category, region, effective_from`.execute(
      db,
    );
    return found.rows;
  },
  async kept(db, which) {
    const found = await sql<KeptRule>`
      select r.id, r.category as key, r.region, r.office_id as "officeId", r.effective_from as "from", r.ended_on as "endedOn",
        exists (select 1 from reports.routing_rule n where n.category = r.category and n.region = r.region
          and n.effective_from = r.ended_on and n.id <> r.id) as "isReplaced"
      from reports.routing_rule r
      where ${"ids" in which ? sql`r.id = any(${[...which.ids]}::uuid[])` : sql`r.id > ${which.after}`}
      order by r.id ${"ids" in which ? sql`` : sql`limit ${which.limit}`}`.execute(db);
    return found.rows;
  },
  async set(tx, rule, at) {
    const { key, region, officeId, from, source } = rule;
    await sql`select pg_advisory_xact_lock(hashtextextended('reports.routing_rule ' || ${key} || ' ' || ${region}, 0))`.execute(
      tx,
    );
    const same = await sql`select 1 from reports.routing_rule where category = ${key} and region = ${region}
      and effective_from <= ${from}::date and ended_on is null and office_id = ${officeId}
      and (${source}::text is null or source = ${source})
      and not exists (select 1 from reports.routing_rule r where r.category = ${key} and r.region = ${region}
        and r.effective_from > routing_rule.effective_from and r.effective_from <= ${from}::date
        and (r.ended_on is null or r.ended_on > ${from}::date))`.execute(tx);
    if (same.rows.length > 0) return undefined;
    await sql`update reports.routing_rule set ended_on = ${from}::date where category = ${key} and region = ${region}
      and effective_from <= ${from}::date and (ended_on is null or ended_on > ${from}::date)`.execute(tx);
    const id = newId(at.getTime());
    await sql`insert into reports.routing_rule (id, category, region, office_id, effective_from, source)
      values (${id}, ${key}, ${region}, ${officeId}, ${from}, ${source})`.execute(tx);
    return id;
  },
  async end(tx, { key, region, on }) {
    const ended = await sql<{ id: Uuid }>`
      update reports.routing_rule set ended_on = greatest(effective_from, ${on}::date)
      where category = ${key} and region = ${region} and (ended_on is null or ended_on > greatest(effective_from, ${on}::date))
      returning id`.execute(tx);
    return ended.rows.map(({ id }) => id);
  },
};

/** A rule for tests and for the demo. One that is there for that day stays. */
export async function addRoutingRule(
  tx: Tx,
  rule: { category: string; region: string; officeId: Uuid; from: string },
  at: Date,
): Promise<void> {
  await sql`insert into reports.routing_rule (id, category, region, office_id, effective_from)
    values (${newId(at.getTime())}, ${rule.category}, ${rule.region}, ${rule.officeId}, ${rule.from})
    on conflict (category, region, effective_from) where ended_on is null or ended_on > effective_from do nothing`.execute(
    tx,
  );
}
