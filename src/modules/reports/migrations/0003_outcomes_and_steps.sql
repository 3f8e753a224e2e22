-- A report that ended well and one that was rejected stood in one stage, so rejected ones counted as solved.
update reports.report set stage = 'done' where state = 'closed';
comment on column reports.report.stage is 'done: another officer found it solved, rated or not. closed: it ended without that (state says how: rejected, lapsed, withdrawn).';

alter table reports.report add column step_due_at timestamptz;
comment on column reports.report.due_at is 'When the whole promise ends.';
comment on column reports.report.step_due_at is 'When the step it stands in ends, where that step has a time of its own.';
comment on column reports.report.fixed_at is 'When the office said that it is done. It holds once the stage is done; until then it is a claim.';
