import { setTimeout as pause } from "node:timers/promises";

/** An answer, and how often the same had to be sent until it came. */
export interface Heard {
  readonly status: number;
  readonly body: string;
  readonly broken: number;
}

/**
 * Sends the same until an answer comes, as phones do: again when the connection breaks, when nobody listens, or when the server says that it
 * cannot serve just now. Gives every other answer back.
 */
export async function untilAnswered(
  send: () => PromiseLike<{ readonly statusCode: number; readonly body: string }>,
): Promise<Heard> {
  for (let broken = 0; ; broken += 1) {
    const answer = await send().then(
      (heard) => heard,
      () => undefined,
    );
    if (answer !== undefined && answer.statusCode !== 503)
      return { status: answer.statusCode, body: answer.body, broken };
    await pause(50);
  }
}

/** Does `work` for 0 … count - 1, `atOnce` at a time. */
export async function crowd(count: number, atOnce: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}
