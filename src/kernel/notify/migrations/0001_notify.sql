create schema notify;
grant usage on schema notify to balai_app;

create table notify.message (
  id uuid primary key,
  account_id uuid,
  key text not null,
  params jsonb not null,
  lang text not null check (lang in ('id', 'en', 'jv', 'su')),
  urgency text not null check (urgency in ('code', 'urgent', 'normal')),
  case_id uuid,
  link text check (link like '/%'),
  in_app boolean not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  read_at timestamptz,
  check (not in_app or account_id is not null)
);
comment on table notify.message is 'One thing to tell one person, as a message key and params. Params hold no personal data; those of codes are emptied once sent.';
comment on column notify.message.account_id is 'Null: told to a sealed contact only (guests, people signing in).';
comment on column notify.message.in_app is 'Shown in the account''s inbox. Codes are not.';
comment on column notify.message.expires_at is 'Not sent after this.';
create index message_inbox on notify.message (account_id, id desc) where in_app;
create index message_unread on notify.message (account_id) where in_app and read_at is null;
create index message_account on notify.message (account_id) where account_id is not null;
create index message_age on notify.message (created_at);
grant select, insert, update, delete on notify.message to balai_app;

create table notify.delivery (
  id uuid primary key,
  message_id uuid not null references notify.message (id) on delete cascade,
  channel text not null check (channel in ('email', 'sms', 'whatsapp')),
  priority smallint not null,
  sealed jsonb,
  quiet jsonb,
  state text not null check (state in
    ('created', 'sending', 'delivered', 'temporary-failure', 'permanent-failure', 'technical-failure')),
  tries integer not null default 0,
  next_try_at timestamptz not null,
  lease_id uuid,
  lease_until timestamptz,
  provider_id text,
  reason text check (reason ~ '^[a-z0-9-]{1,60}$'),
  created_at timestamptz not null,
  finished_at timestamptz,
  check ((state = 'sending') = (lease_id is not null and lease_until is not null)),
  check ((finished_at is not null) = (state in ('delivered', 'permanent-failure', 'technical-failure'))),
  check (finished_at is null or sealed is null)
);
comment on table notify.delivery is 'One message on its way by one channel. A row in state sending whose lease ran out was left by a crash and is sent again.';
comment on column notify.delivery.priority is '0 codes, 1 urgent, 2 normal.';
comment on column notify.delivery.sealed is 'The contact as kernel/privacy sealed it, with its place; null for accounts, and emptied when the delivery is finished.';
comment on column notify.delivery.quiet is 'Hours in which it waits, with their zone; null: sent at any hour.';
comment on column notify.delivery.reason is 'Why the last try failed, as a word. Never the provider''s own text, which may name the recipient.';
create index delivery_waiting on notify.delivery (priority, next_try_at)
  where state in ('created', 'temporary-failure', 'sending');
create index delivery_message on notify.delivery (message_id);
grant select, insert, update, delete on notify.delivery to balai_app;

create table notify.preference (
  account_id uuid primary key,
  channels text[] not null check (channels <@ array['email', 'sms', 'whatsapp']),
  lang text check (lang in ('id', 'en', 'jv', 'su')),
  zone text not null,
  quiet_from text not null check (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  quiet_until text not null check (quiet_until ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  updated_at timestamptz not null
);
comment on table notify.preference is 'How a person wants to be told things. No row: the installation''s defaults.';
comment on column notify.preference.channels is 'Beside the inbox. Empty: the inbox only.';
comment on column notify.preference.quiet_from is 'Local time; equal to quiet_until: no quiet hours.';
grant select, insert, update, delete on notify.preference to balai_app;

create table notify.demo_message (
  delivery_id uuid primary key references notify.delivery (id) on delete cascade,
  channel text not null,
  recipient text not null,
  subject text not null,
  body text not null,
  created_at timestamptz not null
);
comment on table notify.demo_message is 'Demo only: what would have gone out by SMS, WhatsApp or e-mail, to invented people. Empty in production.';
create index demo_message_age on notify.demo_message (created_at);
grant select, insert, delete on notify.demo_message to balai_app;
