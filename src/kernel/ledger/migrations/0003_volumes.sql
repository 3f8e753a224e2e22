create table ledger.closing (
  book text primary key references ledger.book (name),
  size bigint not null check (size > 0),
  successor text not null unique check (successor ~ '^[a-z][a-z0-9-]{0,62}$'),
  at timestamptz not null,
  foreign key (book, size) references ledger.checkpoint (book, size)
);
comment on table ledger.closing is 'append-only. Books that take in nothing more: what comes next goes into the successor, a book of its own, opened by its first entry.';
comment on column ledger.closing.size is 'Of the final state; its last entry says that the book is closed, and who its successor is.';
grant select, insert on ledger.closing to balai_app;
