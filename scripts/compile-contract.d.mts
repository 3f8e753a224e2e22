/** What contracts/BookAnchors.json must hold. */
export function compileContract(): Promise<Readonly<Record<string, unknown>>>;
