import { verifyEd25519 } from "../../../kernel/crypto/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import type { WitnessedState } from "../../../kernel/ledger/index.ts";
import {
  cosignedPart,
  formatSignature,
  formatWitnessRequest,
  type Policy,
  parseNote,
  signersOf,
  type Witness,
} from "../../../kernel/tlog/index.ts";
import { boundedFetch } from "../bounded-fetch.ts";
import { type AlarmKind, raiseAlarm } from "./alarms.ts";

/** Longer than a witness needs, shorter than the time between two rounds. */
const patienceMs = 5_000;
/** Answers are a few lines. */
const mostBytes = 16_384;

interface WitnessAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Shows the newest state of each book to each witness that has not signed it yet, and keeps what they sign. A witness that does not answer is asked
 * again the next time; one that says that the book is not the one it knew raises an alarm for everyone to see.
 */
export async function askWitnesses(kernel: Kernel, policy: Policy): Promise<void> {
  const all = await kernel.books.all();
  await Promise.all(
    all.flatMap(({ name }) =>
      policy.witnesses.map(async (witness) => {
        try {
          await askOne(kernel, name, witness);
        } catch (fault) {
          kernel.log.warn("witness.not-answered", { book: name, witness: witness.name, fault });
        }
      }),
    ),
  );
}

async function askOne(kernel: Kernel, book: string, witness: Witness): Promise<void> {
  const { books, clock, db } = kernel;
  const state = await books.state(book);
  const isSigned = state?.witnesses.some(({ name }) => name === witness.name);
  if (witness.url === undefined || state === undefined || isSigned === true) return;
  const alarm = async (kind: AlarmKind): Promise<void> => {
    const found = { foundBy: "witness", book, witness: witness.name, kind, size: state.size } as const;
    await raiseAlarm(db.query, { ...found, at: clock.now() });
  };
  let known = await books.lastSigned(book, witness.name);
  // A witness that signed more than we know of (its answer got lost, or we were restored from a backup) says how much; then once more.
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const proof = await books.growth(book, known, state.size);
    const request = formatWitnessRequest({ oldSize: BigInt(known), proof, checkpoint: state.note });
    const { status, body } = await post(`${witness.url.replace(/\/$/, "")}/add-checkpoint`, request);
    if (status === 200) return keep(kernel, book, state, witness, body);
    if (status === 422) return alarm("fork");
    // It watches other books of ours.
    if (status === 404) return;
    const size = /^\d{1,15}\n$/.test(body) ? Number(body) : undefined;
    if (status !== 409 || size === undefined) throw new Error(`the witness answered ${status}`);
    if (size > state.size) return alarm("rollback");
    known = size;
  }
  throw new Error("the witness named another size twice");
}

/** Keeps the witness's own signature; what does not hold is kept nowhere. */
async function keep(
  kernel: Kernel,
  book: string,
  state: WitnessedState,
  witness: Witness,
  lines: string,
): Promise<void> {
  const note = parseNote(state.note + lines);
  const signers = note.ok ? await signersOf(note.value, [witness.key], verifyEd25519, cosignedPart) : note;
  const [signer] = signers.ok ? signers.value : [];
  if (signer === undefined) throw new Error("the witness's signature does not hold");
  const line = formatSignature(signer.signature);
  await kernel.books.addCosignature({ book, size: state.size, witness: witness.name, line });
}

async function post(url: string, body: string): Promise<WitnessAnswer> {
  const headers = { "content-type": "text/plain; charset=utf-8" };
  const answer = await boundedFetch(url, { method: "POST", body, headers }, { patienceMs, mostBytes });
  return { status: answer.status, body: answer.body.toString("utf8") };
}
