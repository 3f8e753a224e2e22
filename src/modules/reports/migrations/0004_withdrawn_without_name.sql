-- As their cases: neither the name nor the exact point of whoever took a report back.
update reports.report set visibility = 'name-hidden' where state = 'withdrawn' and visibility = 'public';
