create schema services;
grant usage on schema services to balai_app;

create table services.definition (
  id text not null,
  version integer not null check (version >= 1),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  body json not null,
  from_day date not null,
  published_at timestamptz not null,
  primary key (id, version)
);
comment on table services.definition is 'append-only. Published versions of services, never changed: cases stand on them. Definitions in the code are seeds, imported by their hash.';
comment on column services.definition.hash is 'SHA-256 of the body''s canonical JSON, in hex.';
comment on column services.definition.body is 'json, not jsonb: the order of states and actions is the order in which people are shown them.';
comment on column services.definition.from_day is 'First day on which this version is used.';
grant select, insert on services.definition to balai_app;
