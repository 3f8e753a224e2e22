// Derives the tree of a large book anew, as `balai monitor` does, on one core; what is served is made in memory.
import { createHmac, createSecretKey } from "node:crypto";
import { canonicalJson } from "../src/kernel/canonical/index.ts";
import { signingKey } from "../src/kernel/crypto/index.ts";
import { newId } from "../src/kernel/ids/index.ts";
import { merkle, sha256 } from "../src/kernel/ledger/index.ts";
import {
  type Edge,
  ed25519Type,
  formatCheckpoint,
  formatNote,
  grow,
  parseTilePath,
  rootOfEdge,
  tileWidth,
  utf8Bytes,
  verifierKey,
} from "../src/kernel/tlog/index.ts";
import { followBook, nothingSeen } from "../src/modules/transparency/watching/monitor.ts";

export interface Rederived {
  readonly entries: number;
  readonly seconds: number;
  readonly processorSeconds: number;
}

const { entries } = JSON.parse(process.argv[2] ?? "{}") as { readonly entries: number };
const origin = "balai.example/ledger/bench";
const secret = signingKey(createSecretKey(Buffer.alloc(32, 5)));
const key = verifierKey(sha256, origin, ed25519Type, secret.publicKey);

/** As an entry of ours is, with its own number. */
function bodyOf(index: number): Uint8Array {
  const id = newId();
  const commitment = createHmac("sha256", "x").update(String(index)).digest("hex");
  const rest = {
    book: "bench",
    facts: { from: "submitted", to: "working" },
    kind: "case.take",
    office: id,
    region: "35.78.05.1004",
  };
  return utf8Bytes(canonicalJson({ at: "2026-11-24T03:00:00.000Z", commitment, id, subject: id, v: 1, ...rest }));
}

const bundles: Uint8Array[] = [];
let edge: Edge = [];
for (let from = 0; from < entries; from += tileWidth) {
  const bodies = Array.from({ length: Math.min(tileWidth, entries - from) }, (_, at) => bodyOf(from + at));
  ({ edge } = grow(merkle, edge, from, bodies.map(merkle.leaf)));
  const parts = bodies.flatMap((body) => [Uint8Array.of(body.length >> 8, body.length & 255), body]);
  bundles.push(Buffer.concat(parts));
}
const text = formatCheckpoint({ origin, size: BigInt(entries), root: rootOfEdge(merkle, edge), extensions: [] });
const signatures = [{ name: origin, keyId: key.keyId, signature: secret.sign(utf8Bytes(text)) }];
const checkpoint = utf8Bytes(formatNote({ text, signatures }));

const before = process.cpuUsage();
const start = performance.now();
const answer = await followBook(
  async (path) => (path === "checkpoint" ? checkpoint : bundles[parseTilePath(path)?.index ?? -1]),
  [key],
  nothingSeen,
);
if (!answer.ok || answer.entries !== entries) throw new Error("the book was not derived");
const { user, system } = process.cpuUsage(before);
const said: Rederived = {
  entries,
  seconds: (performance.now() - start) / 1000,
  processorSeconds: (user + system) / 1e6,
};
process.send?.(said);
