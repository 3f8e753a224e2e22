alter table cases.case add column promise_warned_at_percent integer not null default 0;
comment on column cases.case.warned_at_percent is 'Per cent of the state''s own clock that was told since the case entered the state.';
comment on column cases.case.promise_warned_at_percent is 'Per cent of the promise that was told: it runs through all states, so each step is told once in the life of a case.';
