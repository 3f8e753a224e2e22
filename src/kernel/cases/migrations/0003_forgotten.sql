alter table cases.case add column forgotten_at timestamptz;
comment on column cases.case.forgotten_at is 'Since when its content is gone because its retention was over. What happened, when and in which office stays.';
create index case_forget on cases.case (closed_at) where closed_at is not null and forgotten_at is null;
