create schema reports;
grant usage on schema reports to balai_app;

create table reports.category (
  code text primary key,
  icon text not null,
  position integer not null,
  effective_from date not null,
  retired_on date,
  source text not null,
  verified boolean not null
);
comment on table reports.category is 'What can be reported. Dated data; the label is the message reports.category.<code>.';
grant select, insert, update on reports.category to balai_app;

create table reports.routing_rule (
  id uuid primary key,
  category text not null references reports.category (code),
  region text not null,
  office_id uuid not null,
  effective_from date not null,
  ended_on date
);
comment on table reports.routing_rule is 'Which office handles a category in a region and below. The nearest region wins; no rule: a dispatcher decides.';
create unique index routing_rule_once on reports.routing_rule (category, region, effective_from);
grant select, insert, update (ended_on) on reports.routing_rule to balai_app;

create table reports.report (
  case_id uuid primary key,
  code text not null unique,
  kind text not null check (kind in ('complaint', 'aspiration', 'information')),
  category text not null references reports.category (code),
  title text not null,
  region text not null,
  landmark text,
  lat double precision check (lat between -90 and 90),
  lng double precision check (lng between -180 and 180),
  visibility text not null check (visibility in ('public', 'name-hidden', 'private')),
  office_id uuid not null,
  stage text not null check (stage in ('waiting', 'working', 'checking', 'done', 'closed')),
  state text not null,
  created_at timestamptz not null,
  due_at timestamptz not null,
  first_answer_at timestamptz,
  fixed_at timestamptz,
  closed_at timestamptz,
  rating integer,
  reopened integer not null default 0
);
comment on table reports.report is 'What lists, maps and public numbers need of a report, kept in step with its case in the same transaction.';
create index report_newest on reports.report (created_at desc, case_id desc) where visibility <> 'private';
create index report_region on reports.report (region text_pattern_ops, created_at desc) where visibility <> 'private';
create index report_office on reports.report (office_id, created_at);
grant select, insert, update on reports.report to balai_app;
