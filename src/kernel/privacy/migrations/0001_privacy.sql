create schema privacy;
grant usage on schema privacy to balai_app;

create table privacy.access_log (
  id uuid primary key,
  at timestamptz not null,
  reader_kind text not null check (reader_kind in ('public', 'guest', 'resident', 'officer', 'system')),
  reader_id text check (reader_id ~ '^[A-Za-z0-9._-]{1,80}$'),
  reader_role text check (reader_role ~ '^[a-z-]{1,40}$'),
  office_id uuid,
  own boolean not null,
  action text not null check (action in ('view', 'search', 'export', 'send', 'log')),
  purpose text not null check (purpose ~ '^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$'),
  legal_basis text not null check (legal_basis in
    ('consent', 'legal_obligation', 'contract', 'vital_interest', 'public_task', 'legitimate_interest')),
  subject text not null check (subject ~ '^[0-9a-f]{64}$'),
  fields text[] not null check (array_to_string(fields, ',') ~ '^[a-z0-9_.,]+$'),
  case_id uuid
);
comment on table privacy.access_log is 'append-only. Who read whose personal fields, when, why, on which legal basis. No personal data and no free text (checked).';
comment on column privacy.access_log.reader_id is 'Officers: account id. Residents: pseudonym. Guests: case id. System: job name. The public: null.';
comment on column privacy.access_log.own is 'A person who read their own data; such lines are written for the log itself only.';
comment on column privacy.access_log.subject is 'Pairwise pseudonym (hex) of the person read about. Says nothing once the account is erased.';
comment on column privacy.access_log.fields is 'Names of table.column, never values.';
create index access_log_subject on privacy.access_log (subject, id desc);
create index access_log_reader on privacy.access_log (reader_id, id desc) where reader_kind = 'officer';
grant select, insert on privacy.access_log to balai_app;

create table privacy.erasure (
  id uuid primary key,
  at timestamptz not null,
  subject text not null check (subject ~ '^[0-9a-f]{64}$'),
  part text not null check (part ~ '^[a-z][a-z0-9-]*$'),
  erased integer not null check (erased >= 0),
  kept text[] not null
);
comment on table privacy.erasure is 'append-only. Proof that a person was erased: how many rows each part took away, and what the law makes it keep (message keys).';
create index erasure_subject on privacy.erasure (subject);
grant select, insert on privacy.erasure to balai_app;
