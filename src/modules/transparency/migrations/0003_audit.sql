alter table transparency.alarm alter column book drop not null;
alter table transparency.alarm alter column witness drop not null;
alter table transparency.alarm alter column size drop not null;
alter table transparency.alarm drop constraint alarm_kind_check;
alter table transparency.alarm drop constraint alarm_found_by_check;
alter table transparency.alarm drop constraint alarm_found_by_book_witness_kind_size_key;
alter table transparency.alarm
  add column table_name text check (table_name ~ '^[a-z_.|]{1,120}$'),
  add column row_name text check (row_name ~ '^[a-z0-9 /-]{1,120}$'),
  add column traits text[] check (array_to_string(traits, ',') ~ '^[a-z,]*$'),
  add check (found_by in ('witness', 'anchor', 'auditor')),
  add check ((found_by = 'auditor') = (kind in ('changed', 'deleted', 'inserted'))),
  add check (kind in ('fork', 'rollback', 'changed', 'deleted', 'inserted')),
  add check (kind not in ('fork', 'rollback') or num_nulls(book, witness, size) = 0),
  add check (kind not in ('changed', 'deleted', 'inserted') or num_nulls(table_name, row_name, traits) = 0);
create unique index alarm_once on transparency.alarm (found_by, book, witness, kind, size, table_name, row_name, traits) nulls not distinct;
comment on table transparency.alarm is 'append-only. What must never happen: what witnesses answered, what is anchored outside, and what the auditor found. Shown to everyone, and never taken back.';
comment on column transparency.alarm.kind is 'fork: the witness signed another book of this name before. rollback: it has seen a larger one. changed, deleted, inserted: a row that is not as the books say.';
comment on column transparency.alarm.found_by is 'witness: it answered so. anchor: what is anchored outside is not what the book is. auditor: it compared rows with the books.';
comment on column transparency.alarm.row_name is 'Id of the row, or its place. Nothing of what stands in it.';
comment on column transparency.alarm.traits is 'In what it differs: words of kernel/ledger, never values.';

create table transparency.audit (
  id uuid primary key,
  at timestamptz not null,
  ended_at timestamptz not null,
  whole boolean not null,
  rows bigint not null check (rows >= 0),
  entries bigint not null check (entries >= 0),
  erased bigint not null check (erased >= 0),
  found bigint not null check (found >= 0),
  books jsonb not null
);
comment on table transparency.audit is 'append-only. Each run of the auditor that came to its end: when, how much it compared, how much was not as the books say.';
comment on column transparency.audit.whole is 'Everything was compared; else what is new since the run before.';
comment on column transparency.audit.books is 'How far each book was looked at, and the root it had there.';
grant select, insert on transparency.audit to balai_app;
