const special = /["&<>]/;
const everySpecial = /["&<>]/g;
const escapes: Readonly<Record<string, string>> = { '"': "&quot;", "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text as it may stand between tags and in attributes with double quotes. */
export function escapeHtml(text: string): string {
  // Most texts have nothing to escape, and a test is cheaper than a copy.
  return special.test(text) ? text.replaceAll(everySpecial, (sign) => escapes[sign] ?? sign) : text;
}
