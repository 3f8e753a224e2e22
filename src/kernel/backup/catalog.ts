import type { ClientBase } from "pg";
import type { SequenceEntry, TableEntry } from "./manifest.ts";

/** Where the migrator keeps its books; its rows go into the manifest, not into the tables. */
export interface Bookkeeping {
  readonly schema: string;
  readonly table: string;
}

export interface CatalogTable extends TableEntry {
  readonly oid: number;
  /** The expressions after ORDER BY: the same order on every server, whatever its collation. */
  readonly order: readonly string[];
}

const appRole = "balai_app";

/**
 * The tables that the migrations made: ordinary and partitioned ones of the role that owns the migrator's books,
 * in the order of their names. Not those of pg-boss, whose schedules are made again at start, nor those of extensions.
 */
export async function readTables(client: ClientBase, books: Bookkeeping): Promise<readonly CatalogTable[]> {
  const { rows } = await client.query<CatalogTable>(
    `with ours as (
       select c.oid, n.nspname, c.relname
       from pg_catalog.pg_class c
       join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
         and n.nspname not in ('pg_catalog', 'information_schema', 'pgboss')
         and (n.nspname, c.relname) <> ($1, $2)
         and c.relowner = (
           select b.relowner from pg_catalog.pg_class b
           join pg_catalog.pg_namespace bn on bn.oid = b.relnamespace
           where bn.nspname = $1 and b.relname = $2)
         and not exists (
           select from pg_catalog.pg_depend d
           where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'))
     select o.oid, o.nspname::text as schema, o.relname::text as name,
       array(
         select a.attname::text from pg_catalog.pg_attribute a
         where a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
         order by a.attnum) as columns,
       array(
         select case
             when key.place is null then format('%I::text collate "C"', a.attname)
             when a.attcollation <> 0 then format('%I collate "C"', a.attname)
             else format('%I', a.attname) end
         from pg_catalog.pg_attribute a
         left join pg_catalog.pg_index i on i.indrelid = o.oid and i.indisprimary
         left join lateral unnest(i.indkey::int2[]) with ordinality as key (attnum, place) on key.attnum = a.attnum
         where a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
           and (i.indexrelid is null or key.place is not null)
         order by key.place, a.attnum) as order,
       array(
         select distinct acl.privilege_type::text from pg_catalog.pg_class c
         cross join lateral pg_catalog.aclexplode(c.relacl) acl
         join pg_catalog.pg_roles r on r.oid = acl.grantee
         where c.oid = o.oid and r.rolname = $3
         order by 1) as "appMay"
     from ours o
     order by o.nspname collate "C", o.relname collate "C"`,
    [books.schema, books.table, appRole],
  );
  return rows;
}

/** Positions of all sequences in the schemas of these tables, those behind identity columns among them. */
export async function readSequences(
  client: ClientBase,
  tables: readonly TableEntry[],
): Promise<readonly SequenceEntry[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select n.nspname::text as schema, c.relname::text as name
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'S' and n.nspname = any($1::text[])
     order by 1, 2`,
    [[...new Set(tables.map((table) => table.schema))]],
  );
  const positions: SequenceEntry[] = [];
  for (const { schema, name } of rows) {
    const read = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${qualified({ schema, name })}`,
    );
    for (const position of read.rows) positions.push({ schema, name, ...position });
  }
  return positions;
}

/** Statements that set aside what would hinder a bulk load, and those that put it back: all run as the tables' owner. */
export interface Hindrances {
  readonly remove: readonly string[];
  readonly restore: readonly string[];
}

/**
 * Foreign keys and triggers of these tables. Keys are dropped and added again after the load, which checks all rows at
 * once and needs neither superuser (as `session_replication_role` does) nor an order of tables; cycles are no matter.
 */
export async function readHindrances(client: ClientBase, tables: readonly CatalogTable[]): Promise<Hindrances> {
  const oids = tables.map((table) => table.oid);
  const keys = await client.query<{ remove: string; restore: string }>(
    `select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname) as remove,
       format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) as restore
     from pg_catalog.pg_constraint k
     where k.contype = 'f' and k.conparentid = 0 and (k.conrelid = any($1::oid[]) or k.confrelid = any($1::oid[]))
     order by k.oid`,
    [oids],
  );
  const triggers = await client.query<{ remove: string; restore: string }>(
    `select format('alter table %s disable trigger %I', t.tgrelid::regclass, t.tgname) as remove,
       format('alter table %s enable %s trigger %I', t.tgrelid::regclass,
         case t.tgenabled when 'A' then 'always' when 'R' then 'replica' else '' end, t.tgname) as restore
     from pg_catalog.pg_trigger t
     where t.tgrelid = any($1::oid[]) and not t.tgisinternal and t.tgparentid = 0 and t.tgenabled <> 'D'
     order by t.oid`,
    [oids],
  );
  const comments = await client.query<{ restore: string }>(
    `select format('comment on constraint %I on %s is %L', k.conname, k.conrelid::regclass, d.description) as restore
     from pg_catalog.pg_constraint k
     join pg_catalog.pg_description d on d.objoid = k.oid and d.classoid = 'pg_catalog.pg_constraint'::regclass
     where k.contype = 'f' and k.conparentid = 0 and (k.conrelid = any($1::oid[]) or k.confrelid = any($1::oid[]))`,
    [oids],
  );
  return {
    remove: [...keys.rows, ...triggers.rows].map((row) => row.remove),
    restore: [...keys.rows, ...comments.rows, ...triggers.rows].map((row) => row.restore),
  };
}

/** Statements that fill the materialized views of these tables' schemas again, in the order they were made. */
export async function readViewRefreshes(client: ClientBase, tables: readonly TableEntry[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ refresh: string }>(
    `select format('refresh materialized view %s', c.oid::regclass) as refresh
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'm' and n.nspname = any($1::text[])
     order by c.oid`,
    [[...new Set(tables.map((table) => table.schema))]],
  );
  return rows.map((row) => row.refresh);
}

/** Tables that hold this database's own things: none means that it is empty. */
export async function countTables(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ tables: number }>(
    `select count(*)::int as tables from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
       and not exists (
         select from pg_catalog.pg_depend d
         where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`,
  );
  return rows[0]?.tables ?? 0;
}

/** `"schema"."name"`, quoted. */
export function qualified(entry: { readonly schema: string; readonly name: string }): string {
  return `${quoted(entry.schema)}.${quoted(entry.name)}`;
}

export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
