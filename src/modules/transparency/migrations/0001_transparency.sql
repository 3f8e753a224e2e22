create schema transparency;
grant usage on schema transparency to balai_app;

create table transparency.alarm (
  id uuid primary key,
  book text not null,
  witness text not null,
  kind text not null check (kind in ('fork', 'rollback')),
  size bigint not null,
  at timestamptz not null,
  unique (book, witness, kind, size)
);
comment on table transparency.alarm is 'append-only. What witnesses answered that must never happen: shown to everyone, and never taken back.';
comment on column transparency.alarm.kind is 'fork: the witness signed another book of this name before. rollback: it has seen a larger one.';
comment on column transparency.alarm.size is 'Of the book that the witness was shown.';
grant select, insert on transparency.alarm to balai_app;
