create schema cases;
grant usage on schema cases to balai_app;

create table cases.case (
  id uuid primary key,
  code text not null unique check (length(code) = 12),
  service text not null,
  version integer not null,
  state text not null,
  office_id uuid not null,
  region text not null,
  visibility text not null check (visibility in ('public', 'name-hidden', 'private')),
  owner text,
  recipient bytea,
  channel text not null check (channel in ('web', 'chat', 'counter', 'offline', 'api')),
  headline text not null,
  assignee_id uuid,
  created_at timestamptz not null,
  state_since timestamptz not null,
  due_at timestamptz not null,
  calendar_complete boolean not null,
  state_due_at timestamptz,
  paused jsonb,
  act_by timestamptz not null,
  watch_at timestamptz,
  warned_at_percent integer not null default 0,
  closed_at timestamptz,
  outcome text,
  rating integer check (rating between 1 and 5),
  revision integer not null default 1
);
comment on table cases.case is 'One running or finished case of a service. What was said is in cases.content, what happened in command.history.';
comment on column cases.case.owner is 'Pairwise pseudonym of the person; null for guests.';
comment on column cases.case.recipient is 'Account id of whoever is told the news, encrypted: the row alone does not say whose case it is.';
comment on column cases.case.headline is 'One line for lists, made from the answers; erased with them.';
comment on column cases.case.act_by is 'What an inbox sorts by: the nearer of both deadlines; infinity while the clock stands still or the case is closed.';
comment on column cases.case.watch_at is 'When the watch must look at it next: a warning, an escalation, or something the clock does by itself.';
comment on column cases.case.calendar_complete is 'False when a deadline reaches into a year whose holidays are not loaded.';
create index case_inbox on cases.case (office_id, act_by, id) where closed_at is null;
create index case_closed on cases.case (office_id, closed_at desc, id) where closed_at is not null;
create index case_owner on cases.case (owner, created_at desc) where owner is not null;
create index case_watch on cases.case (watch_at) where watch_at is not null;
create index case_search on cases.case using gin (to_tsvector('simple', headline));
grant select, insert, update on cases.case to balai_app;

create table cases.content (
  id uuid primary key,
  case_id uuid not null references cases.case (id),
  action text not null,
  state text not null,
  author text not null check (author in ('owner', 'office', 'system')),
  answers jsonb not null,
  sealed bytea,
  at timestamptz not null,
  erased_at timestamptz
);
comment on table cases.content is 'What was said at submission ("submit") and with each action. Erasable: history and ledger only point here.';
comment on column cases.content.sealed is 'Answers to personal questions, encrypted; opened only by kernel/privacy.';
create index content_case on cases.content (case_id, id);
grant select, insert, update on cases.content to balai_app;

create table cases.draft (
  id uuid primary key,
  session_id uuid not null,
  service text not null,
  version integer not null,
  sealed bytea not null,
  once text not null,
  updated_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table cases.draft is 'Answers on the way, encrypted. once is the idempotency key of the coming submission.';
create index draft_session on cases.draft (session_id, service);
create index draft_expires on cases.draft (expires_at);
grant select, insert, update, delete on cases.draft to balai_app;
