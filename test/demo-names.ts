import { demoOfficers, demoResidents } from "../src/demo/people.ts";

/** Names of the demo's invented persons, for the search of logs. */
export function demoNames(): string[] {
  return [...demoOfficers.map(({ account }) => account), ...demoResidents].flatMap(({ name }) =>
    name === undefined || name === null ? [] : [name],
  );
}
