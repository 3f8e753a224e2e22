const patienceMs = 30_000;
/** A full bundle of the largest entries. */
const mostBytes = 256 * 65_537;

/** Gets what a book serves below its address; undefined when it is not there. Throws when the book cannot be reached. */
export async function fetchServed(url: string): Promise<Uint8Array | undefined> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    if (bytes > mostBytes) throw new Error(`${url} is too long`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
