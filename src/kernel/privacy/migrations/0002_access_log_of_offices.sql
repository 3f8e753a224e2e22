create index access_log_office on privacy.access_log (office_id, id desc) where office_id is not null;
comment on index privacy.access_log_office is 'For auditors: what was read for an office, newest first.';
