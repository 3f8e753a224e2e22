import { sql } from "kysely";
import type { ListOption, Route } from "../../kernel/cases/index.ts";
import type { Queryable, Tx } from "../../kernel/db/index.ts";
import { newId, type Uuid } from "../../kernel/ids/index.ts";

/** The office whose rule for this category is nearest to the region; undefined where no rule fits: a dispatcher decides. */
export const byCategory: Route = async (db, { answers, region, at }) => {
  const line = region.split(".").map((_, index, parts) => parts.slice(0, index + 1).join("."));
  const found = await sql<{ office_id: Uuid; category: string; region: string }>`
    select office_id, category, region from reports.routing_rule
    where category = ${String(answers.category ?? "")} and region = any(${line})
      and effective_from <= ${at}::date and (ended_on is null or ended_on > ${at}::date)
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

export async function addRoutingRule(
  tx: Tx,
  rule: { category: string; region: string; officeId: Uuid; from: string },
  at: Date,
): Promise<void> {
  await sql`insert into reports.routing_rule (id, category, region, office_id, effective_from)
    values (${newId(at.getTime())}, ${rule.category}, ${rule.region}, ${rule.officeId}, ${rule.from})
    on conflict (category, region, effective_from) do nothing`.execute(tx);
}
