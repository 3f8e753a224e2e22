create schema regions;
grant usage on schema regions to balai_app;

-- Codes compare byte by byte: "below" is then a range of the primary key in every locale.
create table regions.region (
  code text collate "C" not null check (code ~ '^\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$'),
  valid_from date not null default '-infinity',
  valid_to date check (valid_to >= valid_from),
  name text not null check (name <> ''),
  name_key text collate "C" not null,
  words tsvector not null,
  level text not null generated always as
    (case length(code) when 2 then 'province' when 5 then 'regency' when 8 then 'district' else 'village' end) stored,
  parent text collate "C" generated always as
    (case length(code) when 2 then null when 5 then left(code, 2) when 8 then left(code, 5) else left(code, 8) end) stored,
  primary key (code, valid_from)
);
comment on table regions.region is 'Regions by Kemendagri code and time of validity. A renamed region gets a new row; rows are never deleted.';
comment on column regions.region.valid_from is 'First day of validity; -infinity: longer than we know.';
comment on column regions.region.valid_to is 'First day no longer valid; null: valid today.';
comment on column regions.region.name_key is 'The name proper in one piece (kernel/regions/domain/names.ts): orders search results.';
comment on column regions.region.words is 'Words and sounds of the name (weight A) and of the regions above (weight B).';
create unique index region_current on regions.region (code) where valid_to is null;
create index region_children on regions.region (parent, name);
create index region_words on regions.region using gin (words);
grant select, insert, update on regions.region to balai_app;

-- Rows on their way in; empty except inside a load.
create unlogged table regions.incoming (
  code text collate "C" primary key,
  name text not null,
  name_key text collate "C" not null,
  words tsvector not null
);
comment on table regions.incoming is 'Staging of a load: empty outside its transaction.';
grant select, insert, truncate on regions.incoming to balai_app;

create table regions.load (
  id bigint primary key generated always as identity,
  content_hash text not null,
  source text not null,
  effective_from date,
  rows integer not null,
  loaded_at timestamptz not null
);
comment on table regions.load is 'Which files were loaded, in order: a file that was the last is not loaded again.';
grant select, insert on regions.load to balai_app;
