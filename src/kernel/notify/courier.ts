import type { Database } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import type { Log } from "../log/index.ts";
import type { SealedField } from "../privacy/index.ts";
import type { Clock } from "../time/index.ts";
import type { Channel, ChannelAdapter, OutgoingMessage } from "./channel.ts";
import { type Claimed, claimDue, closeAttempt } from "./deliveries.ts";
import { afterAttempt, type Outcome, patience } from "./domain/delivery.ts";
import { outOfQuietHours } from "./domain/quiet-hours.ts";
import type { MessageLang } from "./preferences.ts";

/** Whose contact to open, and for which message, so that the access log can say why. */
export type ContactRef = {
  readonly channel: Channel;
  readonly caseId: Uuid | null;
  /** The message's key, e.g. "cases.answered". */
  readonly about: string;
} & (
  | { readonly kind: "account"; readonly accountId: Uuid }
  | { readonly kind: "sealed-contact"; readonly contact: SealedField }
);

export type OpenContact = (ref: ContactRef) => Promise<string | undefined>;
export type Translate = (lang: MessageLang, key: string, params?: Readonly<Record<string, string | number>>) => string;

export interface Delivered {
  readonly delivered: number;
  /** To be tried again, or waiting for the morning. */
  readonly postponed: number;
  readonly failed: number;
}

export interface Courier {
  deliverDue(limit: number): Promise<Delivered>;
}

/** Sent side by side; few, because providers count connections and our pool is small. */
const abreast = 5;
const sendWithinMs = 30_000;
/** Longer than opening, composing, sending and noting can take: a lease that ends means a process that died. */
const leaseMs = 120_000;

export function createCourier(deps: {
  readonly db: Database;
  readonly clock: Clock;
  readonly adapters: readonly ChannelAdapter[];
  readonly openContact: OpenContact;
  readonly t: Translate;
  readonly url: string;
  readonly log: Log;
}): Courier {
  const { db, clock, t, log } = deps;
  const adapters = new Map(deps.adapters.map((adapter) => [adapter.channel, adapter]));

  async function attempt(delivery: Claimed): Promise<Outcome> {
    const now = clock.now();
    if (delivery.expiresAt !== null && delivery.expiresAt <= now) return { kind: "refused", reason: "expired" };
    // A try that ends our process each time must not be made for ever.
    if (delivery.tries > patience[delivery.urgency].tries) return { kind: "broken", reason: "lost-too-often" };
    if (outOfQuietHours(now, delivery.quiet) > now) return { kind: "quiet" };
    const adapter = adapters.get(delivery.channel);
    if (adapter === undefined) return { kind: "broken", reason: "no-adapter" };
    const composed = compose(delivery);
    if (composed === undefined) return { kind: "broken", reason: "no-text" };
    const to = await contactOf(delivery);
    if (to === undefined) return { kind: "refused", reason: "no-contact" };
    const sent = await withinTime((signal) => adapter.send({ id: delivery.id, to, ...composed }, signal));
    if (sent === undefined) return { kind: "retry", reason: "timeout" };
    if (sent.ok) return { kind: "delivered", providerId: sent.value.providerId };
    return { kind: sent.error.retryable ? "retry" : "refused", reason: sent.error.reason };
  }

  function compose(delivery: Claimed): Pick<OutgoingMessage, "subject" | "body"> | undefined {
    try {
      const say = (key: string): string => {
        const text = t(delivery.lang, key, delivery.params);
        // Pages show an unknown key rather than fail; nobody's phone should get one.
        if (text === key) throw new Error(`no message for key ${key}`);
        return text;
      };
      const body = [say(`${delivery.key}.text`)];
      if (delivery.link !== null) body.push(`${deps.url}${delivery.link}`);
      if (delivery.channel === "email") body.push(`-- \n${t(delivery.lang, "notify.email.footer")}`);
      return { subject: say(`${delivery.key}.title`), body: body.join(delivery.channel === "email" ? "\n\n" : "\n") };
    } catch (error) {
      log.error("notify.no-text", { key: delivery.key, error });
      return undefined;
    }
  }

  function contactOf(delivery: Claimed): Promise<string | undefined> {
    const { channel, caseId, key: about, accountId, sealed } = delivery;
    if (accountId !== null) return deps.openContact({ kind: "account", accountId, channel, caseId, about });
    if (sealed === null) return Promise.resolve(undefined);
    const contact = { ...sealed, ciphertext: Buffer.from(sealed.ciphertext, "base64") };
    return deps.openContact({ kind: "sealed-contact", contact, channel, caseId, about });
  }

  async function deliver(delivery: Claimed): Promise<keyof Delivered | undefined> {
    let outcome: Outcome;
    try {
      outcome = await attempt(delivery);
    } catch (error) {
      log.error("notify.fault", { delivery: delivery.id, channel: delivery.channel, error });
      outcome = { kind: "retry", reason: "exception" };
    }
    const now = clock.now();
    const next = afterAttempt(delivery, outcome, now);
    // Another process has it when the lease was lost; what came of its try counts.
    if (!(await closeAttempt(db, delivery, next, now))) return undefined;
    if (next.state === "permanent-failure" || next.state === "technical-failure") {
      // Many people have only one of the ways: nothing an operator could mend.
      const tell = next.reason === "no-contact" ? log.info : log.warn;
      tell("notify.failed", {
        delivery: delivery.id,
        channel: delivery.channel,
        state: next.state,
        why: next.reason,
      });
      return "failed";
    }
    return next.state === "delivered" ? "delivered" : "postponed";
  }

  return {
    async deliverDue(limit) {
      const counts = { delivered: 0, postponed: 0, failed: 0 };
      for (let left = limit; left > 0; ) {
        const now = clock.now();
        const claimed = await claimDue(db.query, {
          leaseId: newId(now.getTime()),
          now,
          leaseUntil: new Date(now.getTime() + leaseMs),
          limit: Math.min(left, abreast),
        });
        for (const result of await Promise.all(claimed.map(deliver))) if (result !== undefined) counts[result] += 1;
        left = claimed.length < abreast ? 0 : left - claimed.length;
      }
      return counts;
    },
  };
}

/** What `work` gives, or undefined when it takes too long; its signal is aborted then. */
async function withinTime<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  const signal = AbortSignal.timeout(sendWithinMs);
  const late = new Promise<undefined>((settle) =>
    signal.addEventListener("abort", () => settle(undefined), { once: true }),
  );
  return Promise.race([work(signal), late]);
}
