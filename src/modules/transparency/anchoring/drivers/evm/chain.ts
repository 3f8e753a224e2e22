/** Everything that knows viem is in this folder, and loaded only where a chain is configured or a command of `balai anchor` runs. */
import { createPublicClient, defineChain, http, type PublicClient } from "viem";
import { boundedFetch } from "../../../bounded-fetch.ts";

/** An answer of a node is a few kilobytes; the events of a book some more. */
const limits = { patienceMs: 5_000, mostBytes: 4 * 1_048_576 };

/** Asks a node; an answer that does not come, or does not end, is a fault after some seconds. */
export function chainClient({ url, chainId }: { readonly url: string; readonly chainId: number }): PublicClient {
  const chain = defineChain({
    id: chainId,
    name: `eip155:${chainId}`,
    nativeCurrency: { name: "-", symbol: "-", decimals: 18 },
    rpcUrls: { default: { http: [url] } },
  });
  const fetchFn = async (_input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const { method, headers, body } = init ?? {};
    const answer = await boundedFetch(url, { method, headers, body }, limits);
    return new Response(answer.body.toString("utf8"), {
      status: answer.status,
      headers: { "content-type": "application/json" },
    });
  };
  // Whoever asks tries again by itself, a few seconds later.
  const transport = http(url, { fetchFn, retryCount: 0, timeout: limits.patienceMs });
  return createPublicClient({ chain, transport, cacheTime: 0 });
}
