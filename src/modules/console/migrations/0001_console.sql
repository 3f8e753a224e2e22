create schema console;
grant usage on schema console to balai_app;

create table console.export_quota (
  effective_from date primary key,
  rows_per_day integer not null check (rows_per_day > 0),
  source text not null,
  verified boolean not null
);
comment on table console.export_quota is 'How many rows one officer may take out of Balai as files in a day. Dated data; the newest that has begun holds.';
grant select, insert on console.export_quota to balai_app;

create table console.export_log (
  id uuid primary key,
  at timestamptz not null,
  day date not null,
  account_id uuid not null,
  filters jsonb not null,
  rows integer not null check (rows >= 0)
);
comment on table console.export_log is 'append-only. Which officer took how many rows of cases out as a file, and when. No personal data and no free text.';
comment on column console.export_log.day is 'Calendar day in the zone of the installation: the quota is counted by it.';
comment on column console.export_log.filters is 'Codes of what was chosen; for words searched only that there were some.';
create index export_log_day on console.export_log (account_id, day);
grant select, insert on console.export_log to balai_app;
