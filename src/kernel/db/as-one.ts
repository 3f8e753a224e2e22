import { type RawBuilder, sql } from "kysely";

/**
 * Several writes as one statement, which the database takes in, plans and answers once. They are done in this order; what they refer to may
 * come later, for references are checked at the end. None sees what another writes, and each must be a plain insert, update or delete: what
 * it has in a `with` of its own may only read.
 *
 * PostgreSQL does the main statement first, then those in the `with` that nobody reads, the last first; a test holds it to that.
 */
export function asOneStatement(writes: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  const [first, ...rest] = writes;
  if (first === undefined) throw new Error("nothing to write");
  if (rest.length === 0) return first;
  const named = rest.toReversed().map((write, index) => sql`${sql.raw(`w${index}`)} as (${write})`);
  return sql`with ${sql.join(named)} ${first}`;
}
