create schema access;
grant usage on schema access to balai_app;

create table access.office (
  id uuid primary key,
  parent_id uuid references access.office (id),
  code text not null unique,
  name text not null,
  region text not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  check (parent_id is distinct from id)
);
comment on table access.office is 'The tree of offices on the tree of regions. Escalation climbs it; rights reach down it.';
comment on column access.office.code is 'Stable short name, e.g. dsdabm: used by routing rules and addresses.';
create index office_parent on access.office (parent_id);
grant select, insert, update on access.office to balai_app;

create table access.assignment (
  id uuid primary key,
  account_id uuid not null,
  role text not null check (role in
    ('front-desk', 'dispatcher', 'agency-officer', 'verifier', 'head-of-office', 'auditor', 'operator')),
  office_id uuid not null references access.office (id),
  valid_from timestamptz not null,
  valid_to timestamptz,
  assigned_by text not null
);
comment on table access.assignment is 'Which account holds which role in which office, and since when. Ended, never deleted.';
create unique index assignment_once on access.assignment (account_id, role, office_id) where valid_to is null;
create index assignment_office on access.assignment (office_id, role) where valid_to is null;
grant select, insert, update (valid_to) on access.assignment to balai_app;
