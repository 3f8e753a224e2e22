create schema accounts;
grant usage on schema accounts to balai_app;

create table accounts.account (
  id uuid primary key,
  kind text not null check (kind in ('resident', 'officer')),
  name bytea,
  lang text not null check (lang in ('id', 'en', 'jv', 'su')),
  demo boolean not null default false,
  created_at timestamptz not null,
  disabled_at timestamptz,
  erased_at timestamptz
);
comment on table accounts.account is 'Who can sign in. Roles of officers are in schema access. An erased resident''s row is gone; an officer''s stays, emptied, because acts point to it.';
comment on column accounts.account.name is 'Sealed: how the person wants to be called.';
comment on column accounts.account.demo is 'Made for the demo; production refuses to start while one exists.';
create index account_demo on accounts.account (id) where demo;
grant select, insert, update, delete on accounts.account to balai_app;

create table accounts.contact (
  id uuid primary key,
  account_id uuid not null references accounts.account (id) on delete cascade,
  account_kind text not null check (account_kind in ('resident', 'officer')),
  kind text not null check (kind in ('phone', 'email')),
  value bytea not null,
  value_index bytea not null check (length(value_index) = 16),
  verified_at timestamptz,
  created_at timestamptz not null
);
comment on table accounts.contact is 'Where a person is reached. value is sealed (E.164 phone, lower-case e-mail), value_index its blind index.';
create unique index contact_one_resident on accounts.contact (kind, value_index) where account_kind = 'resident';
create index contact_lookup on accounts.contact (kind, value_index);
create index contact_account on accounts.contact (account_id);
grant select, insert, update, delete on accounts.contact to balai_app;

create table accounts.officer_login (
  account_id uuid primary key references accounts.account (id) on delete cascade,
  username text not null unique check (username ~ '^[a-z0-9][a-z0-9._-]{2,39}$'),
  password_hash text not null check (password_hash like '$argon2id$%'),
  password_changed_at timestamptz not null
);
comment on table accounts.officer_login is 'First factor of officers; the second is a code sent to their contact.';
grant select, insert, update, delete on accounts.officer_login to balai_app;

create table accounts.one_time_code (
  id uuid primary key,
  purpose text not null check (purpose in ('sign-in', 'second-factor')),
  account_id uuid references accounts.account (id) on delete cascade,
  contact_kind text not null check (contact_kind in ('phone', 'email')),
  contact_id uuid not null,
  contact bytea not null,
  contact_index bytea not null check (length(contact_index) = 16),
  code_digest bytea not null check (length(code_digest) = 32),
  wrong_tries integer not null default 0,
  lang text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  closed_at timestamptz
);
comment on table accounts.one_time_code is 'Codes sent, as keyed digests. Used and tried-out ones are closed. A new code leaves the older ones open: else a stranger could keep a person out by asking.';
comment on column accounts.one_time_code.account_id is 'Second factor only: a sign-in code is sent to whoever asks, account or not.';
comment on column accounts.one_time_code.contact is 'Sealed for accounts.contact.value of row contact_id, which a first sign-in makes.';
create index one_time_code_target on accounts.one_time_code (contact_index);
create index one_time_code_age on accounts.one_time_code (expires_at);
grant select, insert, update, delete on accounts.one_time_code to balai_app;

create table accounts.delegation (
  id uuid primary key,
  from_account uuid not null references accounts.account (id) on delete cascade,
  to_account uuid not null references accounts.account (id) on delete cascade,
  scope text not null check (scope ~ '^[a-z][a-z0-9.-]{0,39}$'),
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  created_by uuid not null,
  revoked_at timestamptz,
  revoked_by uuid,
  check (from_account <> to_account),
  check (valid_to > valid_from)
);
comment on table accounts.delegation is 'Whom a person lets act for them, for what and until when. Revoked, not deleted; gone when one of the two is erased.';
comment on column accounts.delegation.scope is '"all", or the name of a module.';
create index delegation_from on accounts.delegation (from_account);
create index delegation_to on accounts.delegation (to_account);
grant select, insert, update (revoked_at, revoked_by), delete on accounts.delegation to balai_app;

create table accounts.session_policy (
  kind text primary key check (kind in ('anonymous', 'guest', 'resident', 'officer')),
  idle_minutes integer not null check (idle_minutes > 0),
  longest_minutes integer not null check (longest_minutes > 0),
  source text not null
);
comment on table accounts.session_policy is 'How long a session lives without use, and at most. Settings of the installation.';
insert into accounts.session_policy (kind, idle_minutes, longest_minutes, source) values
  ('anonymous', 10080, 43200, 'Balai default: drafts live a week without use'),
  ('guest', 60, 720, 'Balai default: phones are shared'),
  ('resident', 43200, 43200, 'Balai default: 30 days'),
  ('officer', 60, 720, 'Balai default: one shift, an hour without use');
grant select on accounts.session_policy to balai_app;

create table accounts.session (
  id uuid primary key,
  secret_hash bytea not null unique check (length(secret_hash) = 32),
  kind text not null references accounts.session_policy (kind),
  account_id uuid references accounts.account (id) on delete cascade,
  guest_case_id uuid,
  acting_delegation_id uuid references accounts.delegation (id) on delete set null,
  csrf_secret bytea not null,
  lang text not null,
  device text not null check (length(device) <= 60),
  previous_session_id uuid,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  check ((kind in ('resident', 'officer')) = (account_id is not null)),
  check ((kind = 'guest') = (guest_case_id is not null))
);
comment on table accounts.session is 'Signed-in browsers. The cookie holds the secret, this table its SHA-256.';
comment on column accounts.session.previous_session_id is 'The session this one replaced at sign-in: its drafts move over.';
comment on column accounts.session.last_seen_at is 'Written at most once a minute.';
create index session_account on accounts.session (account_id) where ended_at is null;
create index session_age on accounts.session (expires_at);
grant select, insert, update, delete on accounts.session to balai_app;

create table accounts.guest_access (
  case_id uuid primary key,
  pin_digest bytea not null check (length(pin_digest) = 32),
  created_at timestamptz not null
);
comment on table accounts.guest_access is 'PIN of a case for those without an account, as a keyed digest.';
grant select, insert, delete on accounts.guest_access to balai_app;

create table accounts.limit_policy (
  action text primary key,
  most integer not null check (most > 0),
  seconds integer not null check (seconds > 0),
  source text not null
);
comment on table accounts.limit_policy is 'How often something may be tried within how many seconds. Settings of the installation.';
insert into accounts.limit_policy (action, most, seconds, source) values
  ('code.resend', 1, 30, 'FormSG verification.ts: 30 s between requests'),
  ('code.request', 10, 3600, 'FormSG verification.ts: at most 10 requests, here per target and hour'),
  ('code.device', 30, 3600, 'Balai default: one device, many targets'),
  ('code.wrong', 4, 600, 'FormSG verification.ts: 4 wrong tries; a code lives 10 minutes'),
  ('password.device', 5, 900, 'Balai default: one device, one account'),
  ('password.target', 100, 86400, 'Balai default: all devices, one account'),
  ('pin.device', 5, 3600, 'Balai default: one device, one case'),
  ('pin.target', 20, 86400, 'Balai default: all devices, one case; 1 in 50,000 a day to guess a PIN');
grant select on accounts.limit_policy to balai_app;

create table accounts.attempt (
  id uuid primary key,
  action text not null references accounts.limit_policy (action),
  key bytea not null check (length(key) = 32),
  at timestamptz not null
);
comment on table accounts.attempt is 'Tries that count against a limit, by keyed digest of what was tried: holds across processes. Swept by age.';
create index attempt_key on accounts.attempt (action, key, at);
create index attempt_age on accounts.attempt (at);
grant select, insert, delete on accounts.attempt to balai_app;
