create schema files;
grant usage on schema files to balai_app;

create table files.file (
  id uuid primary key,
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  kind text not null check (kind in ('photo', 'document')),
  mime text not null check (mime in ('image/jpeg', 'application/pdf')),
  bytes integer not null check (bytes > 0),
  width integer,
  height integer,
  state text not null check (state in ('staged', 'attached', 'erased')),
  visibility text not null check (visibility in ('public', 'name-hidden', 'private')),
  owner_key_hash text,
  owner text,
  case_id uuid,
  office_id uuid,
  region text,
  role text check (role in ('before', 'after', 'attachment')),
  created_at timestamptz not null,
  expires_at timestamptz,
  erased_at timestamptz,
  constraint file_staged check (state <> 'staged' or (sha256 is not null and owner_key_hash is not null
    and expires_at is not null and visibility = 'private')),
  constraint file_attached check (state <> 'attached' or (sha256 is not null and office_id is not null
    and region is not null and role is not null and owner_key_hash is null)),
  constraint file_erased check (state <> 'erased' or (sha256 is null and owner is null and owner_key_hash is null
    and erased_at is not null))
);
comment on table files.file is 'One row per file somebody gave. Its bytes lie on disk under their SHA-256; several rows may share them.';
comment on column files.file.sha256 is 'SHA-256 of the bytes we made (never of what was sent). Null once erased. Knowing it opens nothing.';
comment on column files.file.bytes is 'Size of the stored bytes.';
comment on column files.file.width is 'Pixels, after turning upright; null for PDF.';
comment on column files.file.owner_key_hash is 'SHA-256 of the key (session, account) that staged the file; only that key may attach it. Null afterwards.';
comment on column files.file.owner is 'Pairwise pseudonym of the person it belongs to, or null.';
comment on column files.file.expires_at is 'A staged file nobody attached is removed after this.';
create index file_sha256 on files.file (sha256) where sha256 is not null;
create index file_case on files.file (case_id) where case_id is not null;
create index file_owner on files.file (owner) where owner is not null;
create index file_staged_by on files.file (owner_key_hash, expires_at) where state = 'staged';
create index file_expiring on files.file (expires_at) where state = 'staged';
grant select, insert, update, delete on files.file to balai_app;

create table files.removal (
  shelf text not null check (shelf in ('private', 'public')),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  asked_at timestamptz not null,
  primary key (shelf, sha256)
);
comment on table files.removal is 'Bytes to take off a shelf once the asking transaction is committed, if no row uses them there any more.';
grant select, insert, delete on files.removal to balai_app;
