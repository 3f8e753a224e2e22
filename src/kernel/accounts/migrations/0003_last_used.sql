alter table accounts.account add column last_used_on date;
comment on column accounts.account.last_used_on is 'Day of the last sign-in: an account that nobody uses any more is erased. A day, because no more is needed.';
