alter table accounts.guest_access add column pin_digits smallint not null default 6 check (pin_digits in (6, 10));
alter table accounts.guest_access alter column pin_digits drop default;
comment on column accounts.guest_access.pin_digits is 'How long the PIN is: six digits until 24 November 2026, ten since.';

-- Six digits keep the limits that they need; which ones hold goes by what is typed, so that a code tells nothing by them.
insert into accounts.limit_policy (action, most, seconds, source)
  select 'short-' || action, most, seconds, source from accounts.limit_policy
  where action in ('pin.device', 'pin.target', 'pin.known');

update accounts.limit_policy set most = 10, seconds = 3600,
  source = 'Balai default, 24 November 2026: one device, one case; ten digits are mistyped more easily'
  where action = 'pin.device';
update accounts.limit_policy set most = 10, seconds = 3600,
  source = 'Balai default, 24 November 2026: one known browser, one case; as pin.device'
  where action = 'pin.known';
update accounts.limit_policy set most = 500, seconds = 3600,
  source = 'Balai default, 24 November 2026: all devices, one case; 1 in 833,000 a day to guess a PIN of ten digits'
  where action = 'pin.target';
