create table privacy.retention_policy (
  rule text not null check (rule ~ '^[a-z]+\.[a-z-]+$'),
  effective_from date not null,
  days integer not null check (days >= 0),
  source text not null,
  verified boolean not null,
  primary key (rule, effective_from)
);
comment on table privacy.retention_policy is 'append-only. How long personal data is kept. Dated data; of each rule the newest that has begun is in force.';
comment on column privacy.retention_policy.days is 'Counted from the moment that the rule is about, e.g. the closing of a case.';
grant select, insert on privacy.retention_policy to balai_app;

create table privacy.retention_run (
  id uuid primary key,
  at timestamptz not null,
  rule text not null,
  days integer not null,
  before timestamptz not null,
  erased integer not null check (erased >= 0),
  failed boolean not null
);
comment on table privacy.retention_run is 'append-only. What was erased because its time was over: a line for each rule and run, numbers only.';
create index retention_run_rule on privacy.retention_run (rule, id desc);
grant select, insert on privacy.retention_run to balai_app;
