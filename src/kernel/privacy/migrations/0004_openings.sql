alter table privacy.access_log drop constraint access_log_action_check;
alter table privacy.access_log add constraint access_log_action_check
  check (action in ('view', 'search', 'export', 'send', 'log', 'open'));
