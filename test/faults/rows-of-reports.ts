import type pg from "pg";

/** One report as it lies in the database, with how many rows of each kind belong to it. */
export interface ReportRows {
  readonly what: string;
  readonly code: string;
  readonly submitted: number;
  readonly dispatched: number;
  readonly entries: number;
  readonly openings: number;
  readonly listed: number;
  readonly keys: number;
}

/** Every report whose text begins with `mark`. */
export async function reportRows(database: pg.Client, mark: string): Promise<ReportRows[]> {
  const found = await database.query<ReportRows>(
    `with sent as (
       select c.id, c.code, n.id as content, n.answers->>'what' as what
       from cases.content n join cases.case c on c.id = n.case_id
       where n.action = 'submit' and starts_with(n.answers->>'what', $1)),
     keys as (
       select answer->'value'->>'caseId' as case_id, answer->'value'->>'code' as code, count(*)::int as count
       from command.idempotency where name = 'cases.submit' group by 1, 2)
     select what, code,
       (select count(*)::int from command.history h
         where h.aggregate_id = sent.id and h.kind = 'submitted' and h.content_id = sent.content) as submitted,
       (select count(*)::int from command.outbox o
         where o.aggregate_id = sent.id and o.kind = 'case.submitted' and o.dispatched_at is not null) as dispatched,
       (select count(*)::int from ledger.entry e where e.subject = sent.id and e.kind = 'case.submitted') as entries,
       (select count(*)::int from ledger.opening o join ledger.entry e on e.id = o.entry_id where e.subject = sent.id) as openings,
       (select count(*)::int from reports.report r where r.case_id = sent.id and r.code = sent.code) as listed,
       coalesce((select k.count from keys k where k.case_id = sent.id::text and k.code = sent.code), 0) as keys
     from sent`,
    [mark],
  );
  return found.rows;
}

/** Rows that belong to nothing, by what they are: halves that a crash left. All are 0 in a sound database. */
export async function orphans(database: pg.Client): Promise<Readonly<Record<string, number>>> {
  const noCase = (id: string) => `not exists (select 1 from cases.case c where c.id = ${id})`;
  const found = await database.query<Record<string, number>>(
    `select
      (select count(*)::int from cases.content n where ${noCase("n.case_id")}) as "content without case",
      (select count(*)::int from reports.report r where ${noCase("r.case_id")}) as "report without case",
      (select count(*)::int from accounts.guest_access g where ${noCase("g.case_id")}) as "guest without case",
      (select count(*)::int from command.history h where h.aggregate_type = 'case' and ${noCase("h.aggregate_id")}) as "history without case",
      (select count(*)::int from command.outbox o where o.aggregate_type = 'case' and ${noCase("o.aggregate_id")}) as "event without case",
      (select count(*)::int from ledger.entry e where e.kind like 'case.%' and ${noCase("e.subject")}) as "entry without case",
      (select count(*)::int from command.idempotency i where i.name = 'cases.submit'
        and ${noCase("(i.answer->'value'->>'caseId')::uuid")}) as "answer without case",
      (select count(*)::int from cases.case c where not exists
        (select 1 from cases.content n where n.case_id = c.id and n.action = 'submit')) as "case without content",
      (select count(*)::int from cases.case c where c.owner is null and not exists
        (select 1 from accounts.guest_access g where g.case_id = c.id)) as "case without a way in",
      (select count(*)::int from cases.case c where not exists
        (select 1 from command.history h where h.aggregate_id = c.id and h.kind = 'submitted')) as "case without history"`,
  );
  return found.rows[0] ?? {};
}
