create schema command;
grant usage on schema command to balai_app;

create table command.idempotency (
  actor_key text not null,
  key text not null,
  name text not null,
  request_hash bytea not null,
  answer jsonb not null,
  at timestamptz not null,
  primary key (actor_key, key)
);
comment on table command.idempotency is 'The answer given for each key, so that a repeated act has one effect and the same answer. Pruned by age.';
comment on column command.idempotency.actor_key is 'Whose key: account:<id>, session:<id>, system:<job>. A key of one person means nothing for another.';
create index idempotency_at on command.idempotency (at);
grant select, insert, delete on command.idempotency to balai_app;

create table command.history (
  id uuid primary key,
  aggregate_type text not null,
  aggregate_id uuid not null,
  at timestamptz not null,
  kind text not null,
  actor_kind text not null,
  actor_ref text,
  office_id uuid,
  region text,
  content_id uuid,
  facts jsonb not null
);
comment on table command.history is 'append-only. What happened, when, by whom. No free text and no personal field: content_id points to an erasable row.';
comment on column command.history.actor_ref is 'Officers: account id. Residents: pairwise pseudonym. Guests and the public: null. System: job name.';
create index history_aggregate on command.history (aggregate_type, aggregate_id, id);
grant select, insert on command.history to balai_app;

create table command.outbox (
  position bigint generated always as identity primary key,
  id uuid not null unique,
  aggregate_type text not null,
  aggregate_id uuid not null,
  kind text not null,
  payload jsonb not null,
  topics text[] not null,
  at timestamptz not null,
  dispatched_at timestamptz,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  last_fault text
);
comment on table command.outbox is 'Facts waiting for their handlers, in order per aggregate. Rows are pruned some days after they are dispatched.';
comment on column command.outbox.topics is 'Streams to wake after dispatch, e.g. case:<id>, office:<id>.';
create index outbox_waiting on command.outbox (position) where dispatched_at is null;
create index outbox_waiting_aggregate on command.outbox (aggregate_id, position) where dispatched_at is null;
create index outbox_dispatched on command.outbox (dispatched_at) where dispatched_at is not null;
grant select, insert, update, delete on command.outbox to balai_app;
