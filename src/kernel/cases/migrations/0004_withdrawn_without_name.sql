-- Whoever takes a case back is no longer named to everyone; cases taken back before that was so follow.
update cases.case set visibility = 'name-hidden' where outcome = 'withdrawn' and visibility = 'public';
