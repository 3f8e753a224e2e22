create schema ledger;
grant usage on schema ledger to balai_app;

create table ledger.entry (
  id uuid primary key,
  book text not null,
  kind text not null,
  subject uuid not null,
  at timestamptz not null,
  body text not null
);
comment on table ledger.entry is 'append-only. One line of a public book. body is canonical JSON without free text and without personal fields.';
comment on column ledger.entry.body is 'Exactly the bytes that the tree hashes.';
create index entry_subject on ledger.entry (subject, id);
grant select, insert on ledger.entry to balai_app;

create table ledger.opening (
  entry_id uuid primary key references ledger.entry (id),
  opening bytea not null check (length(opening) = 32)
);
comment on table ledger.opening is 'The random opening of an entry''s commitment. Destroying it makes the commitment unlinkable (right to erasure).';
grant select, insert, delete on ledger.opening to balai_app;
