alter table accounts.contact add column index_key text check (index_key ~ '^[0-9a-f]{8}$');
comment on column accounts.contact.index_key is 'Id of the key of value_index. Null: from before these were kept. A job makes value_index anew under the newest key.';
create index contact_index_key on accounts.contact (index_key);
