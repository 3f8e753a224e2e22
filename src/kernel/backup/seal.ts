import { Decrypter, Encrypter, identityToRecipient } from "age-encryption";

/** What a backup is locked with. Recipients (public keys `age1…`) need no secret on the server. */
export type Lock =
  | { readonly kind: "recipients"; readonly recipients: readonly string[] }
  | {
      readonly kind: "passphrase";
      readonly passphrase: string;
      /** Cost of a guess, as a power of two for scrypt. Default 18: about a second. */
      readonly workFactor?: number;
    };

/** What opens a backup: secret keys `AGE-SECRET-KEY-…` or the passphrase. */
export type Key =
  | { readonly kind: "identities"; readonly identities: readonly string[] }
  | { readonly kind: "passphrase"; readonly passphrase: string };

/** The key does not open this file, or the first lines of the file were changed. */
export class WrongKey extends Error {}

/** The file was cut, changed or is not a backup. `part` names the place, for the operator. */
export class Damaged extends Error {
  readonly part: string;
  constructor(part: string) {
    super(`backup damaged at ${part}`);
    this.part = part;
  }
}

/** An `Encrypter` for this lock, or undefined when a recipient is not a valid public key. */
export function encrypterFor(lock: Lock): Encrypter | undefined {
  const encrypter = new Encrypter();
  if (lock.kind === "passphrase") {
    encrypter.setPassphrase(lock.passphrase);
    if (lock.workFactor !== undefined) encrypter.setScryptWorkFactor(lock.workFactor);
    return encrypter;
  }
  if (lock.recipients.length === 0) return undefined;
  try {
    for (const recipient of lock.recipients) encrypter.addRecipient(recipient);
    return encrypter;
  } catch {
    return undefined;
  }
}

/** A `Decrypter` for this key, or undefined when an identity is not a valid secret key. */
export async function decrypterFor(key: Key): Promise<Decrypter | undefined> {
  const decrypter = new Decrypter();
  if (key.kind === "passphrase") {
    decrypter.addPassphrase(key.passphrase);
    return decrypter;
  }
  if (key.identities.length === 0) return undefined;
  try {
    for (const identity of key.identities) {
      await identityToRecipient(identity);
      decrypter.addIdentity(identity);
    }
    return decrypter;
  } catch {
    return undefined;
  }
}

/** Encrypts a stream of bytes into the age format (age-encryption.org/v1), chunk by chunk. */
export async function* seal(encrypter: Encrypter, plain: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* bytesOf(await encrypter.encrypt(streamOf(plain)));
}

/**
 * Decrypts an age stream; every chunk it gives is authenticated, and the end of the file as well.
 * Throws `WrongKey` or `Damaged`.
 */
export async function* unseal(decrypter: Decrypter, sealed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let sourceFault: unknown;
  const watched = (async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* sealed;
    } catch (fault) {
      sourceFault = fault;
      throw fault;
    }
  })();
  let plain: ReadableStream<Uint8Array>;
  try {
    plain = await decrypter.decrypt(streamOf(watched));
  } catch {
    throw sourceFault ?? new WrongKey();
  }
  const chunks = bytesOf(plain);
  try {
    while (true) {
      // Only the reading is inside the try: what our reader throws at `yield` is not damage.
      const next = await nextOf(chunks, () => sourceFault);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await chunks.return(undefined);
  }
}

async function nextOf(
  chunks: AsyncGenerator<Uint8Array>,
  sourceFault: () => unknown,
): Promise<IteratorResult<Uint8Array>> {
  try {
    return await chunks.next();
  } catch {
    const fault = sourceFault();
    throw fault ?? new Damaged("age");
  }
}

// A queue of nothing: `ReadableStream` must pull one chunk at a time, or memory would grow with the database.
function streamOf(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await iterator.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

async function* bytesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let ended = false;
  try {
    while (true) {
      const next = await reader.read();
      if (next.done) {
        ended = true;
        return;
      }
      yield next.value;
    }
  } finally {
    if (!ended) await reader.cancel().catch(() => {});
  }
}
