export const en = {
  "administration.book": "Offices and officers",
  "administration.office.code": "Office code: 2 to 40 small letters, digits or hyphens. Example: kel-keputran.",
  "administration.office.name": "Give the office's name, at most 120 letters.",
  "administration.office.outside": "This office's region must lie in the region of {parent}.",
  "administration.office.unknown": "There is no office with the code {code}.",
  "administration.office.circle": "An office cannot stand below itself. Check the office above it.",
  "administration.office.twice": "The office code {code} is given twice.",
  "administration.region": "There is no region {region} in the region of this Balai ({root}).",
  "administration.region.missing": "Give a region code, for example {root}.",
  "administration.officer.exists":
    "There is an officer {username} already. If a new link is needed, make one for that account.",
  "administration.officer.unknown": "There is no officer with the user name {username}.",
  "administration.officer.own": "You cannot change your own account or role. Ask another operator.",
  "administration.officer.closed": "The account {username} is closed. Open it first.",
  "administration.role.unknown": "There is no role {role}. Choose one of: {roles}.",
  "administration.rule.service": "This service has no routing rules. Those that have: {services}.",
  "administration.rule.key": "There is no category {key}. Choose one of: {keys}.",
  "administration.rule.day": "{day} is not a date yet. Example: 2026-11-24.",
  "administration.rule.source": "The basis of a rule has at most {most} letters.",
  "administration.notice.assigned.title": "A new officer in {office}",
  "administration.notice.assigned.text":
    "{username} now works in {office}. You do not know this person? Ask whoever runs Balai at once.",
  "administration.notice.link.title": "A new sign-in link for {username}",
  "administration.notice.link.text":
    "Whoever runs Balai made a new sign-in link for {username}. The old password no longer works. Ask {username} whether they wanted it.",
  "administration.notice.own-link.title": "A new sign-in link for your account",
  "administration.notice.own-link.text":
    "Whoever runs Balai made a new sign-in link for your account. Your old password no longer works. You did not ask for it? Tell the head of your office at once.",

  "administration.state.active": "active",
  "administration.state.invited": "link not used yet",
  "administration.state.expired": "link too old",
  "administration.state.disabled": "closed",
  "administration.rule.no-source": "(no basis given)",

  "administration.command.line": "line {line}",
  "administration.command.file": "The file {file} cannot be read.",
  "administration.command.empty": "The file {file} holds nothing.",
  "administration.command.columns": "The file {file} must have the columns {columns}. It lacks: {missing}.",
  "administration.command.office.how":
    "Usage:\n  balai office list\n  balai office set CODE --name NAME --region REGION-CODE [--parent CODE | --top]\n  balai office import FILE.csv   (columns: code,name,region,parent)",
  "administration.command.office.saved": "Offices: {added} new, {changed} changed, {same} as they were.",
  "administration.command.officer.how":
    "Usage:\n  balai officer list\n  balai officer add USERNAME --name NAME --role ROLE --office CODE [--email ADDRESS] [--lang id|en]\n  balai officer assign|end USERNAME --role ROLE --office CODE\n  balai officer disable|enable|reset USERNAME",
  "administration.command.officer.link":
    "Give this link to {username} in person, and to nobody else. It works once, until {until}:",
  "administration.command.officer.assign.done": "{username} is now {role} in {office}.",
  "administration.command.officer.assign.same": "{username} was {role} in {office} already.",
  "administration.command.officer.end.done": "{username} is no longer {role} in {office}.",
  "administration.command.officer.end.same": "{username} was not {role} in {office}.",
  "administration.command.officer.disable.done": "The account {username} is closed: its roles and sessions have ended.",
  "administration.command.officer.disable.same": "The account {username} was closed already.",
  "administration.command.routing.how":
    "Usage:\n  balai routing list\n  balai routing set SERVICE CATEGORY REGION-CODE OFFICE-CODE [--from 2026-11-24] [--source BASIS]\n  balai routing end SERVICE CATEGORY REGION-CODE [--on 2026-11-24]\n  balai routing import FILE.csv   (columns: service,key,region,office,from,source)",
  "administration.command.routing.set": "Rules: {set} new, {same} as they were.",
  "administration.command.routing.end.done": "The rule has ended. From now on the dispatcher decides.",
  "administration.command.routing.end.same": "There is no such rule.",
  "administration.command.routing.without": "{service}, without a rule: {keys}",
} as const;
