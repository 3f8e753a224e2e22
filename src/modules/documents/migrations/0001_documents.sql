create schema documents;
grant usage on schema documents to balai_app;

create table documents.series (
  office_id uuid not null,
  filing text not null,
  year integer not null,
  last integer not null check (last > 0),
  primary key (office_id, filing, year)
);
comment on table documents.series is 'The last number that an office gave in a year. Who issues holds the row until the end, so numbers have no gaps.';
grant select, insert, update (last) on documents.series to balai_app;

create table documents.document (
  id uuid primary key,
  code text not null unique,
  type text not null,
  number text not null,
  version integer not null check (version > 0),
  replaces uuid unique references documents.document (id),
  office_id uuid not null,
  region text not null,
  case_id uuid not null,
  owner text,
  issued_at timestamptz not null,
  sealed bytea,
  unique (office_id, number)
);
comment on table documents.document is 'Every document that was issued. What it says of a person is sealed, and goes when the case is forgotten.';
comment on column documents.document.code is 'On the paper and in its address: twelve signs, drawn by chance.';
comment on column documents.document.owner is 'Pairwise pseudonym of the person it is about, as in its case.';
comment on column documents.document.sealed is 'What the document says, as canonical JSON; the public book holds a commitment to it.';
create index document_case on documents.document (case_id);
grant select, insert, update (sealed, owner) on documents.document to balai_app;

create table documents.paper (
  id uuid primary key references documents.document (id),
  place bigint not null,
  sha256 bytea not null unique,
  made_at timestamptz not null,
  sealed bytea not null
);
comment on table documents.paper is 'The signed PDF, made once, when the document has its place in the public book.';
comment on column documents.paper.place is 'Of the entry in the book, counted from 0.';
grant select, insert, delete, update (sealed) on documents.paper to balai_app;

create table documents.ending (
  id uuid primary key references documents.document (id),
  kind text not null check (kind in ('revoked', 'superseded')),
  why text not null check (why in ('mistake', 'changed', 'not-entitled')),
  at timestamptz not null,
  reason bytea
);
comment on table documents.ending is 'What no longer holds, and why in one word that everyone may read. It is never taken back.';
comment on column documents.ending.reason is 'What the head of office wrote to the person, sealed.';
grant select, insert, update (reason) on documents.ending to balai_app;
