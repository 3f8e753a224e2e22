import { canonicalJson } from "../../canonical/index.ts";

/** Members of an entry and what each may be. `facts` are looked at one by one. */
const members: Readonly<Record<string, (value: unknown) => boolean>> = {
  at: (value) => typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
  book: (value) => typeof value === "string" && /^[a-z][a-z0-9-]{0,62}$/.test(value),
  commitment: (value) => value === undefined || (typeof value === "string" && /^[0-9a-f]{64}$/.test(value)),
  facts: (value) => typeof value === "object" && value !== null && Object.values(value).every(isFact),
  id: isId,
  kind: (value) => typeof value === "string" && /^[a-z][a-z0-9.-]{0,62}$/.test(value),
  office: (value) => value === null || isId(value),
  region: (value) => value === null || (typeof value === "string" && /^[\d.]{0,13}$/.test(value)),
  subject: isId,
  v: (value) => value === 1,
};

/** Facts are codes, numbers, ids and moments; nothing that could hold a sentence. */
const longestFact = 64;

/** What is wrong with the text of an entry, by the name of the member; undefined when it is as it should be. For whoever watches a book. */
export function faultOfEntry(text: string): string | undefined {
  let entry: unknown;
  try {
    entry = JSON.parse(text);
  } catch {
    return "json";
  }
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return "json";
  if (canonicalJson(entry) !== text) return "canonical form";
  const given: Readonly<Record<string, unknown>> = { ...entry };
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(members, name));
  return stranger ?? Object.entries(members).find(([name, isRight]) => !isRight(given[name]))?.[0];
}

function isFact(value: unknown): boolean {
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isSafeInteger(value);
  return typeof value === "string" && value.length <= longestFact && !/\s/.test(value);
}

function isId(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}
