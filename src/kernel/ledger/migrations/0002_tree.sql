create table ledger.book (
  name text primary key check (name ~ '^[a-z][a-z0-9-]{0,62}$'),
  origin text not null unique,
  opened_at timestamptz not null
);
comment on table ledger.book is 'append-only. The public books, each a log of its own. origin is its name in the world and never changes, whatever address it is served at later.';
grant select, insert on ledger.book to balai_app;

create table ledger.waiting (
  entry_id uuid not null,
  book text not null
);
comment on table ledger.waiting is 'Entries that are not in the tree yet: written with the entry, taken away with its leaf. No index: only the sequencer reads it, and it is nearly empty.';
grant select, insert, delete on ledger.waiting to balai_app;
insert into ledger.waiting select id, book from ledger.entry order by id;

create table ledger.leaf (
  book text not null references ledger.book (name),
  index bigint not null check (index >= 0),
  entry_id uuid not null unique references ledger.entry (id),
  hash bytea not null check (length(hash) = 32),
  primary key (book, index)
);
comment on table ledger.leaf is 'append-only. The place of each entry in its book, and the hash of its body (RFC 6962).';
grant select, insert on ledger.leaf to balai_app;

create table ledger.tile (
  book text not null references ledger.book (name),
  level smallint not null check (level between 0 and 62),
  index bigint not null check (index >= 0),
  root bytea not null check (length(root) = 32),
  hashes bytea not null check (length(hashes) = 8192),
  primary key (book, level, index)
);
comment on table ledger.tile is 'append-only. Full tiles of 256 hashes (C2SP tlog-tiles). What stands at the right edge is read from the leaves and from the roots of the level below.';
comment on column ledger.tile.root is 'The one hash of this tile in the level above.';
-- Hashes do not compress.
alter table ledger.tile alter column hashes set storage external;
grant select, insert on ledger.tile to balai_app;

create table ledger.checkpoint (
  book text not null references ledger.book (name),
  size bigint not null check (size > 0),
  root bytea not null check (length(root) = 32),
  at timestamptz not null,
  note text not null,
  primary key (book, size)
);
comment on table ledger.checkpoint is 'append-only. Every state of a book that was signed: never two for one size.';
comment on column ledger.checkpoint.note is 'The signed note, without the signatures of witnesses.';
grant select, insert on ledger.checkpoint to balai_app;

create table ledger.cosignature (
  book text not null,
  size bigint not null,
  witness text not null check (length(witness) between 1 and 100),
  line text not null check (length(line) <= 8000),
  at timestamptz not null,
  primary key (book, size, witness),
  foreign key (book, size) references ledger.checkpoint (book, size)
);
comment on table ledger.cosignature is 'append-only. What witnesses signed of the states of a book, as lines of its note. witness is the name in the policy.';
create index cosignature_witness on ledger.cosignature (book, witness, size);
grant select, insert on ledger.cosignature to balai_app;
