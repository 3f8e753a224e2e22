/** Texts that come again get a name; a program has a few hundred. Beyond this, statements go unnamed and are planned each time. */
const mostNamed = 1_000;

/** By text; undefined: seen once. */
const names = new Map<string, string | undefined>();
let named = 0;

/**
 * The name under which PostgreSQL keeps the plan of a parameterised statement from its second use on, per connection; undefined before.
 * Behind a pooler that shares connections between transactions, the pooler must keep prepared statements itself (PgBouncer ≥ 1.21).
 */
export function preparedName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.has(text)) {
    named += 1;
    const name = `balai_${named}`;
    names.set(text, name);
    return name;
  }
  if (names.size < mostNamed) names.set(text, undefined);
  return undefined;
}
