/** What contracts/BookAnchors.json must hold. */
export function compileContract(): Readonly<Record<string, unknown>>;
