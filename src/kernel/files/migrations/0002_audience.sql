alter table files.file
  add column shown_to text check (shown_to in ('everyone', 'owner', 'office')),
  add column sealed boolean not null default false;
update files.file set sealed = true where kind = 'document';
alter table files.file add constraint file_audience
  check (visibility = 'private' or shown_to is null or (shown_to = 'everyone' and not sealed));
comment on column files.file.shown_to is 'Who besides the handling office may see it, whatever its case is. Null: attached before this was kept and not judged since; only the owner and the office see it until then.';
comment on column files.file.sealed is 'A document, or an answer to a personal question: never public, and every opening by another than its owner stands in the access log.';
create index file_unjudged on files.file (id) where state = 'attached' and shown_to is null;
