create table privacy.judging (
  id uuid primary key,
  at timestamptz not null,
  job text not null check (job ~ '^[a-z][a-z0-9.-]{0,79}$'),
  purpose text not null check (purpose ~ '^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$'),
  legal_basis text not null check (legal_basis in
    ('consent', 'legal_obligation', 'contract', 'vital_interest', 'public_task', 'legitimate_interest')),
  fields text[] not null check (array_to_string(fields, ',') ~ '^[a-z0-9_.,]*$')
);
comment on table privacy.judging is 'append-only. When a machine compared the sealed fields of everybody with something, without showing any to anybody: a line for each run.';
comment on column privacy.judging.fields is 'Names of table.column, never values.';
grant select, insert on privacy.judging to balai_app;
create index erasure_at on privacy.erasure (at);
