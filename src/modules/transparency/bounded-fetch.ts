/** Asks a server that others run: neither its silence nor its babble holds anything up. Throws when it does not answer well enough. */
export async function boundedFetch(
  url: string,
  init: Omit<RequestInit, "signal" | "redirect">,
  limits: { readonly patienceMs: number; readonly mostBytes: number },
): Promise<{ readonly status: number; readonly body: Buffer }> {
  const answer = await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(limits.patienceMs) });
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    if (bytes > limits.mostBytes) throw new Error("the answer is too long");
    parts.push(part);
  }
  return { status: answer.status, body: Buffer.concat(parts) };
}
