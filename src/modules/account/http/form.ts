/** The text of one field of a posted form; "" when it is missing, the first when it came twice. Longer texts are cut, so that no answer carries a novel back. */
export function textOf(body: unknown, name: string, longest = 200): string {
  return (textsOf(body, name)[0] ?? "").slice(0, longest);
}

/** All values of a field that may stand several times in a form. */
export function textsOf(body: unknown, name: string): readonly string[] {
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, name)) return [];
  const value: unknown = Reflect.get(body, name);
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
}
