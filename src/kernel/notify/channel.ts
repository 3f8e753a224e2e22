import type { Uuid } from "../ids/index.ts";
import type { Result } from "../result/index.ts";

/** Ways out of the house. The inbox and the live page are no channels: they read `notify.message`. */
export const channels = ["email", "sms", "whatsapp"] as const;
export type Channel = (typeof channels)[number];

export function isChannel(text: string): text is Channel {
  return channels.some((channel) => channel === text);
}

/** A composed message for one recipient. */
export interface OutgoingMessage {
  /** The delivery's id: the same when sent again, so that a provider or a mailbox can tell. */
  readonly id: Uuid;
  /** Phone in E.164 or e-mail address. */
  readonly to: string;
  readonly subject: string;
  /** With the link and, for e-mail, the footer. */
  readonly body: string;
}

export interface SendFault {
  /** Worth another try: the fault lies in the provider, the network or our account there. */
  readonly retryable: boolean;
  /** A word like "smtp-550". Never the provider's text: it may name the recipient. */
  readonly reason: string;
}

/** A provider of one channel. */
export interface ChannelAdapter {
  readonly channel: Channel;
  /** Hands the message over. Must end within 30 s; `signal` aborts then. An exception counts as a retryable fault. */
  send(
    message: OutgoingMessage,
    signal: AbortSignal,
  ): Promise<Result<{ readonly providerId: string | null }, SendFault>>;
  /** Lets go of connections. */
  close?(): void;
}
