alter table accounts.officer_login
  alter column password_hash drop not null,
  alter column password_changed_at drop not null,
  add column authenticator_id uuid,
  add column authenticator_step bigint,
  add check ((password_hash is null) = (password_changed_at is null)),
  add check (authenticator_step is null or authenticator_id is not null);
comment on table accounts.officer_login is 'First factor of officers. The second is a code of their authenticator app, or, where none is set up, a code sent to their contact.';
comment on column accounts.officer_login.password_hash is 'Null: not set up yet, or taken back; the officer has a link to set it.';
comment on column accounts.officer_login.authenticator_id is 'The enrolment whose secret the authenticator app holds. The secret itself is derived under a key outside the database.';
comment on column accounts.officer_login.authenticator_step is 'Time step of the last code used: none works twice.';

create table accounts.enrolment (
  id uuid primary key,
  account_id uuid not null references accounts.account (id) on delete cascade,
  secret_hash bytea not null unique check (length(secret_hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  closed_at timestamptz
);
comment on table accounts.enrolment is 'One-time links by which an officer sets a password and an authenticator app. The link holds the secret, this table its SHA-256. One open link an officer.';
create unique index enrolment_open on accounts.enrolment (account_id) where used_at is null and closed_at is null;
grant select, insert, update, delete on accounts.enrolment to balai_app;

create table accounts.authenticator_challenge (
  id uuid primary key,
  account_id uuid not null references accounts.account (id) on delete cascade,
  wrong_tries integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  closed_at timestamptz
);
comment on table accounts.authenticator_challenge is 'Sign-ins that wait for a code of the authenticator app, after the right password.';
create index authenticator_challenge_account on accounts.authenticator_challenge (account_id);
create index authenticator_challenge_age on accounts.authenticator_challenge (expires_at);
grant select, insert, update, delete on accounts.authenticator_challenge to balai_app;

insert into accounts.limit_policy (action, most, seconds, source) values
  ('enrolment.link', 1, 259200, 'Balai default: a link to set up an account lives 3 days'),
  ('authenticator.target', 20, 86400, 'Balai default: sign-ins that wait for an authenticator code, per account and day, until one succeeds');
