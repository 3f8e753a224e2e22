alter table reports.routing_rule add column source text;
comment on column reports.routing_rule.source is 'The decision that the rule rests on, e.g. a decree and its number. Null: nobody has said, and the operator sees so.';

-- A rule replaced on its own first day stays on record, ended on the day it began, beside the one in its place.
drop index reports.routing_rule_once;
create unique index routing_rule_once on reports.routing_rule (category, region, effective_from)
  where ended_on is null or ended_on > effective_from;
