import { createSecretKey, randomBytes } from "node:crypto";
import { join } from "node:path";
import { signingKey } from "../../src/kernel/crypto/index.ts";
import { sha256 } from "../../src/kernel/ledger/index.ts";
import { cosignatureType, formatVerifierKey, parseVerifierKey, verifierKey } from "../../src/kernel/tlog/index.ts";
import { createWitness, openSignedStates } from "../../src/modules/transparency/index.ts";
import type { TestApp } from "./app.ts";

export interface RunningWitness {
  readonly name: string;
  /** Of a policy file. */
  readonly line: string;
  readonly vkey: string;
  stop(): Promise<void>;
}

/** Witnesses as `balai witness` runs them, with what they remember below `folder`. The same name has the same key and the same memory again. */
export function createWitnesses(test: TestApp, folder: string) {
  const seeds = new Map<string, Buffer>();
  const running: RunningWitness[] = [];
  return {
    /** Starts a witness of these books. */
    async start(name: string, books: readonly string[]): Promise<RunningWitness> {
      const seed = seeds.get(name) ?? randomBytes(32);
      seeds.set(name, seed);
      const secret = signingKey(createSecretKey(seed));
      const key = verifierKey(sha256, `${name}.example`, cosignatureType, secret.publicKey);
      const logs = books.map((book) => {
        const origin = `localhost:8080/ledger/${book}`;
        const vkeys = test.kernel.books.keys({ name: book, origin, openedAt: test.clock.now() });
        return { origin, keys: vkeys.flatMap((vkey) => parseVerifierKey(sha256, vkey) ?? []) };
      });
      const app = createWitness({ key, secret, logs, states: openSignedStates(join(folder, name)), clock: test.clock });
      const url = await app.listen({ port: 0, host: "127.0.0.1" });
      const vkey = formatVerifierKey(key);
      const started = { name, vkey, line: `witness ${name} ${vkey} ${url}`, stop: () => app.close() };
      running.push(started);
      return started;
    },
    async stop(): Promise<void> {
      await Promise.all(running.map((each) => each.stop()));
    },
  };
}
