import { createSecretKey, randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import type { ChainSigner } from "../../src/kernel/crypto/index.ts";
import { chainSigner } from "../../src/kernel/crypto/secp256k1.ts";
import { startChild } from "./child.ts";

export const testChainId = 31_337;

/** A real node of an EVM chain (Anvil) on this machine, on which gas is free as in a consortium. */
export interface TestNode {
  readonly url: string;
  /** Asks the node itself, beside the program under test. */
  rpc<T>(method: string, ...params: readonly unknown[]): Promise<T>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

/** `stateFile`: what the chain holds outlives the node. `words`: more words of its command line. */
export async function startNode(
  options: { readonly port?: number; readonly stateFile?: string; readonly words?: readonly string[] } = {},
): Promise<TestNode> {
  const port = options.port ?? (await freePort());
  const program = createRequire(import.meta.url).resolve(
    `@foundry-rs/anvil-${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}/bin/anvil`,
  );
  const state = options.stateFile === undefined ? [] : ["--state", options.stateFile, "--state-interval", "1"];
  const child = startChild(program, [
    // The rules of the consortium's chain (deploy/besu): nothing newer.
    ...["--hardfork", "london"],
    ...["--port", String(port), "--chain-id", String(testChainId), "--accounts", "1"],
    ...["--gas-price", "0", "--block-base-fee-per-gas", "0", "--disable-min-priority-fee"],
    ...state,
    ...(options.words ?? []),
  ]);
  await child.lineWith("Listening on");
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    async rpc<T>(method: string, ...params: readonly unknown[]) {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      });
      const { result, error } = (await answer.json()) as { result: T; error?: { message: string } };
      if (error !== undefined) throw new Error(error.message);
      return result;
    },
    async kill() {
      child.process.kill("SIGKILL");
      await child.ended;
    },
  };
}

/** The key of an agency that is made up for a test. */
export function randomSigner(): ChainSigner {
  return chainSigner(createSecretKey(randomBytes(32)));
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
