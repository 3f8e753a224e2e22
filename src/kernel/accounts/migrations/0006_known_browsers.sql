create table accounts.known_browser (
  target bytea not null check (length(target) = 32),
  browser bytea not null check (length(browser) = 32),
  used_at timestamptz not null,
  primary key (target, browser)
);
comment on table accounts.known_browser is 'Browsers by which somebody got in before: strangers who fill the limit of an account or a case do not shut these out.';
comment on column accounts.known_browser.target is 'Keyed digest of the account or case: the table names neither.';
comment on column accounts.known_browser.browser is 'Keyed digest of the secret in the browser''s cookie.';
comment on column accounts.known_browser.used_at is 'When somebody last got in by it.';
create index known_browser_age on accounts.known_browser (used_at);
grant select, insert, update, delete on accounts.known_browser to balai_app;

alter table accounts.attempt add column by bytea check (length(by) = 32);
comment on column accounts.attempt.by is 'Keyed digest of the device that tried: after a success only its own tries are forgotten, not those of strangers.';

insert into accounts.limit_policy (action, most, seconds, source) values
  ('browser.known', 20, 34560000, 'Balai default: browsers kept per account or case, 400 days without use, as long as browsers keep a cookie'),
  ('password.known', 10, 3600, 'Balai default: one known browser, one account'),
  ('pin.known', 5, 3600, 'Balai default: one known browser, one case'),
  ('code.known', 10, 3600, 'Balai default: one known browser, one account'),
  ('authenticator.known', 20, 86400, 'Balai default: as authenticator.target, for one known browser'),
  ('code.target', 30, 86400, 'Balai default: wrong codes of one contact, all unknown browsers; 1 in 33,000 a day to guess one');
