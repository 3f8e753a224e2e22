import pg from "pg";
import { emptyDatabase } from "../../../test/support/empty-database.ts";

/** Text that COPY has to escape, as SQL sees it. */
const hardTexts = [
  "tab\there",
  "line\nbreak\r\n",
  "back\\slash \\N \\.",
  "\\.",
  "😀 مرحبا ‮rtl",
  "",
  " ",
  "NULL",
  "\"q\",'s'",
];

/** Rows with hard values in every table; `animals` of them. */
export async function fillZoo(client: pg.Client, animals: number): Promise<void> {
  await client.query(
    `insert into zoo.keeper (name, boss) select 'keeper ' || n, case when n > 1 then n - 1 end from generate_series(1, 20) n`,
  );
  await client.query(
    `insert into zoo.animal
       (id, keeper, called, "odd ""Name", born, seen, day, at, gap, photo, facts, raw, tags, grid, size, weight, span, home,
        exact, rough, tall, awake, flags)
     select md5('animal ' || n)::uuid, 1 + n % 20,
       case when n % 7 = 0 then null else ($1::text[])[1 + n % 9] end, ($1::text[])[1 + n % 5],
       case when n % 11 = 0 then 'infinity'::timestamptz else timestamptz '2026-01-01 00:00:00.000001+07' + n * interval '1.000001 s' end,
       timestamp '1900-12-31 23:59:59.999999' + n * interval '1 us', date '0044-03-15 BC' + n, time '23:59:59.999999',
       n * interval '1 month -1 day 0.000001 s', decode(md5(n::text), 'hex') || '\\x00ff0a5c09'::bytea,
       jsonb_build_object('n', n, 'text', ($1::text[])[1 + n % 9], 'deep', jsonb_build_array(null, true, 1e30)),
       '{"b":1,  "a":2, "a":3}', array[($1::text[])[1 + n % 9], null, 'x,y'], array[[n, 2], [3, null]],
       (array['small', 'large'])[1 + n % 2]::zoo.size, n * 0.1, daterange(date '2026-01-01', case when n % 2 = 0 then date '2026-02-01' + n end),
       '2001:db8::1/64', ('1e-30'::numeric + n) * 3, (array['NaN', 'Infinity', '-0', '0.1', '1e-300'])[1 + n % 5]::float8,
       n / 3.0, n % 3 = 0, n::bit(9)::bit varying
     from generate_series(1, $2::int) n`,
    [hardTexts, animals],
  );
  await client.query(
    `update zoo.animal a set friend = (select id from zoo.animal b order by id desc limit 1) where keeper = 3`,
  );
  await client.query(`insert into zoo.diary select ($1::text[])[1 + n % 9], null from generate_series(1, 50) n`, [
    hardTexts,
  ]);
  await client.query(`insert into zoo.diary values ('twice', now()), ('twice', now()), (null, null)`);
  await client.query(
    `insert into zoo.ticket (code, region) select 'T' || n, (array['north', 'south', 'äther'])[1 + n % 3] from generate_series(1, 30) n`,
  );
  await client.query(`insert into zoo.log select n, 'note' from generate_series(1, 10) n`);
  await client.query(`select nextval('zoo.gate'), nextval('zoo.gate')`);
  await client.query(`insert into zoo.purse select n, 100 from generate_series(1, 10) n`);
  await client.query(`refresh materialized view zoo.census`);
}

export interface OpenedDatabase {
  readonly ownerUrl: string;
  /** Connected as the owner. */
  readonly client: pg.Client;
  close(): Promise<void>;
}

/** An empty database of the test server, as an operator makes one for a restore, with a connection to look at it. */
export async function openedDatabase(): Promise<OpenedDatabase> {
  const database = await emptyDatabase();
  const client = await connectedTo(database.ownerUrl);
  return {
    ownerUrl: database.ownerUrl,
    client,
    async close() {
      await client.end();
      await database.close();
    },
  };
}

export async function connectedTo(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/**
 * Every row of every table and view as text, sorted, by `schema.table`: PostgreSQL's own writing of a whole row, so the
 * comparison shares nothing with the way a backup reads. Also positions, keys, triggers and rights.
 */
export async function everything(client: pg.Client | pg.Pool): Promise<Record<string, readonly unknown[]>> {
  const found: Record<string, readonly unknown[]> = {};
  const tables = await client.query<{ name: string; kind: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name, c.relkind as kind
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm', 'S') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'pgboss')
     order by 1`,
  );
  for (const { name, kind } of tables.rows) {
    // Of a migration the time differs rightly, of a sequence only what PostgreSQL has put aside.
    const parts = name === "migration.applied" ? "(path, checksum)" : kind === "S" ? "(last_value, is_called)" : "t";
    const { rows } = await client.query<{ row: string }>(`select ${parts}::text as row from ${name} t order by 1`);
    found[name] = rows.map(({ row }) => row);
  }
  for (const [name, sql] of Object.entries(shapes)) found[name] = (await client.query(sql)).rows;
  return found;
}

const outside = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'pgboss')`;
const shapes = {
  constraints: `select conrelid::regclass::text as t, conname, pg_get_constraintdef(k.oid) as def, obj_description(k.oid, 'pg_constraint') as said
    from pg_constraint k join pg_namespace n on n.oid = k.connamespace where ${outside} order by 1, 2`,
  triggers: `select tgrelid::regclass::text as t, tgname, tgenabled from pg_trigger g join pg_class c on c.oid = g.tgrelid
    join pg_namespace n on n.oid = c.relnamespace where not tgisinternal and ${outside} order by 1, 2`,
  rights: `select c.oid::regclass::text as t, array(select a::text from aclexplode(coalesce(c.relacl, acldefault((case c.relkind when 'S' then 's' else 'r' end)::"char", c.relowner))) a order by 1) as acl from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${outside} order by 1`,
  schemas: `select nspname from pg_namespace n where ${outside} order by 1`,
};
