create table transparency.anchor (
  id uuid primary key,
  book text not null,
  driver text not null,
  target text not null,
  size bigint not null check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  at timestamptz not null,
  unique (book, driver, target, size)
);
comment on table transparency.anchor is
  'append-only. States of books that are to be anchored outside, written down before anything is sent; what became of each stands in anchor_event.';
comment on column transparency.anchor.driver is 'Its name in the file anchors of the data folder.';
comment on column transparency.anchor.target is 'Where: eip155:<chain>:<contract>, or the address of the time-stamping authority.';
comment on column transparency.anchor.note is 'The signed state as it was anchored: its SHA-256 is what the anchor holds.';
grant select, insert on transparency.anchor to balai_app;

create table transparency.anchor_event (
  id uuid primary key,
  anchor_id uuid not null references transparency.anchor,
  kind text not null check (kind in ('sent', 'hindered', 'anchored', 'covered')),
  reason text check ((reason is not null) = (kind = 'hindered')),
  reference text,
  content bytea,
  proved_at timestamptz check ((proved_at is not null) = (kind = 'anchored')),
  at timestamptz not null
);
comment on table transparency.anchor_event is 'append-only. What became of an anchor. A state that does not change is written once.';
comment on column transparency.anchor_event.kind is
  'sent: on its way. hindered: why it is not there yet. anchored: it is there. covered: a newer state of the book is there already.';
comment on column transparency.anchor_event.reference is 'The transaction, or the serial number of the time stamp.';
comment on column transparency.anchor_event.content is 'The signed transaction as it was sent; the reply of the time-stamping authority.';
comment on column transparency.anchor_event.proved_at is 'When it happened by the clock of the block or of the authority.';
create index on transparency.anchor_event (anchor_id, at);
create unique index anchor_closed_once on transparency.anchor_event (anchor_id) where kind in ('anchored', 'covered');
grant select, insert on transparency.anchor_event to balai_app;

alter table transparency.alarm
  add column found_by text not null default 'witness' check (found_by in ('witness', 'anchor')),
  drop constraint alarm_book_witness_kind_size_key,
  add unique (found_by, book, witness, kind, size);
comment on column transparency.alarm.witness is 'Name of the witness, or of the anchor''s driver.';
comment on column transparency.alarm.found_by is 'witness: it answered so. anchor: what is anchored outside is not what the book is.';
