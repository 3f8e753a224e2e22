-- The dispatcher asks which facts were tried and failed, not whether an earlier one of the same aggregate waits.
drop index command.outbox_waiting_aggregate;
create index outbox_failed on command.outbox (next_attempt_at, aggregate_id) where dispatched_at is null and attempts > 0;
