import { sql } from "kysely";
import type { Database, Queryable, Tx } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import type { Log } from "../log/index.ts";
import type { SealedField } from "../privacy/index.ts";
import type { Problem, Result } from "../result/index.ts";
import type { Clock } from "../time/index.ts";
import type { Channel, ChannelAdapter } from "./channel.ts";
import { createCourier, type Delivered, type OpenContact, type Translate } from "./courier.ts";
import { type DeliveryHealth, deliveryHealth, insertDelivery, json, type SealedJson } from "./deliveries.ts";
import type { Urgency } from "./domain/delivery.ts";
import { outOfQuietHours, type QuietHours } from "./domain/quiet-hours.ts";
import { countUnread, type InboxMessage, markRead, readInbox } from "./inbox.ts";
import {
  findPreference,
  type MessageLang,
  type Preference,
  type PreferenceInput,
  savePreference,
} from "./preferences.ts";

export type Recipient =
  | { readonly kind: "account"; readonly accountId: Uuid }
  /** A contact without an account: a guest's, or that of a person signing in. It is opened only at the moment of sending. */
  | { readonly kind: "sealed-contact"; readonly channel: Channel; readonly contact: SealedField };

export interface MessageRequest {
  readonly to: Recipient;
  /** `<key>.title` (e-mail subject, inbox) and `<key>.text` (everywhere) are the sentences. */
  readonly key: string;
  /** Codes, numbers and names of things; nothing personal. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** The account's language. A language chosen for messages comes first. */
  readonly lang: MessageLang;
  /** "normal" when absent. "code": at any hour, not in the inbox, forgotten once sent. */
  readonly urgency?: Urgency;
  /** In place of the person's choice (a code goes where it was asked for). */
  readonly channels?: readonly Channel[];
  readonly caseId?: Uuid;
  /** Path on this installation, "/laporan/…". */
  readonly link?: string;
  /** Not sent after this. */
  readonly expiresAt?: Date;
}

export interface Notify {
  /** Takes a message in within the caller's transaction; it goes out after commit by `deliverDue`. Gives the message's id. */
  enqueue(tx: Tx, request: MessageRequest): Promise<Uuid>;
  /**
   * Sends what is due, at most `limit`. At least once: a crash between the provider's yes and our note of it sends again; a noted
   * success never. Run by a job every few seconds, and right after the commit of what cannot wait (codes).
   */
  deliverDue(limit?: number): Promise<Delivered>;
  /** Newest first; `before` is the last id of the page before. */
  inbox(accountId: Uuid, page: { readonly limit: number; readonly before?: Uuid }): Promise<InboxMessage[]>;
  unread(accountId: Uuid): Promise<number>;
  /** Marks the account's own messages as read. Gives how many were unread. */
  markRead(accountId: Uuid, ids: readonly Uuid[] | "all"): Promise<number>;
  /** The person's choice, else the installation's defaults. */
  preference(accountId: Uuid, db?: Queryable): Promise<Preference>;
  setPreference(tx: Tx, accountId: Uuid, input: PreferenceInput): Promise<Result<void, Problem>>;
  /** Removes every message and choice of the account. Gives how many rows. */
  forget(tx: Tx, accountId: Uuid): Promise<number>;
  /** Removes messages older than a moment: those of inboxes, those that were only sent, those in the demo box. Gives how many. */
  removeOld(kind: "inbox" | "sent" | "demo-box", before: Date): Promise<number>;
  /** Deliveries on their way, and those of the last `days` days that failed for good, by channel and reason; for the operator. */
  health(days: number): Promise<DeliveryHealth>;
  /** Lets go of the adapters' connections. */
  close(): void;
}

export interface NotifyDefaults {
  readonly channels: readonly Channel[];
  readonly quiet: QuietHours;
}

const factoryDefaults: NotifyDefaults = {
  channels: ["sms", "email"],
  quiet: { zone: "Asia/Jakarta", from: "21:00", until: "06:00" },
};

const dayMs = 86_400_000;

export function createNotify(deps: {
  readonly db: Database;
  readonly clock: Clock;
  readonly adapters: readonly ChannelAdapter[];
  /** Opens a contact at the moment of sending; undefined when there is none (any more). Of kernel/privacy. */
  readonly openContact: OpenContact;
  /** By which channels an account can be told anything at all: those it has a contact for. */
  readonly reachableBy: (db: Queryable, accountId: Uuid) => Promise<readonly Channel[]>;
  /** The sentence of a key. */
  readonly t: Translate;
  /** BALAI_URL, before links. */
  readonly url: string;
  readonly log: Log;
  readonly defaults?: NotifyDefaults;
}): Notify {
  const { db, clock, adapters } = deps;
  const defaults = deps.defaults ?? factoryDefaults;
  const available = new Set(adapters.map((adapter) => adapter.channel));
  const courier = createCourier(deps);

  async function preference(accountId: Uuid, queryable: Queryable = db.query): Promise<Preference> {
    return (
      (await findPreference(queryable, accountId)) ?? { channels: defaults.channels, lang: null, quiet: defaults.quiet }
    );
  }

  async function enqueue(tx: Tx, request: MessageRequest): Promise<Uuid> {
    const now = clock.now();
    const { to } = request;
    const urgency = request.urgency ?? "normal";
    const accountId = to.kind === "account" ? to.accountId : null;
    const chosen = accountId === null ? undefined : await preference(accountId, tx);
    const messageId = newId(now.getTime());
    await sql`insert into notify.message
        (id, account_id, key, params, lang, urgency, case_id, link, in_app, created_at, expires_at)
      values (${messageId}, ${accountId}, ${request.key}, ${json(request.params ?? {})}, ${chosen?.lang ?? request.lang},
        ${urgency}, ${request.caseId ?? null}, ${request.link ?? null}, ${accountId !== null && urgency !== "code"},
        ${now}, ${request.expiresAt ?? null})`.execute(tx);
    const quiet = urgency === "normal" ? (chosen?.quiet ?? defaults.quiet) : null;
    for (const channel of await channelsFor(tx, request, chosen)) {
      await insertDelivery(tx, {
        id: newId(now.getTime()),
        messageId,
        channel,
        urgency,
        sealed: to.kind === "sealed-contact" ? sealedJson(to.contact) : null,
        quiet,
        at: now,
        nextTryAt: outOfQuietHours(now, quiet),
      });
    }
    return messageId;
  }

  /**
   * A channel named by the sender is kept even without adapter or contact: its failure must show. One merely preferred gives way to another by which the
   * person can be reached; whoever can be reached by none has the message in the inbox, and nothing failed.
   */
  async function channelsFor(
    tx: Tx,
    request: MessageRequest,
    chosen: Preference | undefined,
  ): Promise<readonly Channel[]> {
    const { to } = request;
    if (to.kind === "sealed-contact") return [to.channel];
    if (request.channels !== undefined) return [...new Set(request.channels)];
    const wanted = chosen?.channels ?? defaults.channels;
    if (wanted.length === 0) return [];
    const reachable = new Set(await deps.reachableBy(tx, to.accountId));
    const isUsable = (channel: Channel) => available.has(channel) && reachable.has(channel);
    const usable = wanted.filter(isUsable);
    return usable.length > 0 ? usable : defaults.channels.filter(isUsable).slice(0, 1);
  }

  async function remove(queryable: Queryable, statement: ReturnType<typeof sql>): Promise<number> {
    return Number((await statement.execute(queryable)).numAffectedRows ?? 0n);
  }

  return {
    enqueue,
    deliverDue: (limit = 200) => courier.deliverDue(limit),
    inbox: (accountId, page) => readInbox(db.query, accountId, page),
    unread: (accountId) => countUnread(db.query, accountId),
    markRead: (accountId, ids) => markRead(db.query, accountId, ids, clock.now()),
    preference,
    setPreference: (tx, accountId, input) => savePreference(tx, accountId, input, clock.now()),
    async forget(tx, accountId) {
      const messages = await remove(tx, sql`delete from notify.message where account_id = ${accountId}`);
      return messages + (await remove(tx, sql`delete from notify.preference where account_id = ${accountId}`));
    },
    removeOld(kind, before) {
      switch (kind) {
        case "inbox":
          return remove(db.query, sql`delete from notify.message where in_app and created_at < ${before}`);
        case "sent":
          return remove(db.query, sql`delete from notify.message where not in_app and created_at < ${before}`);
        case "demo-box":
          return remove(db.query, sql`delete from notify.demo_message where created_at < ${before}`);
      }
    },
    health: (days) => deliveryHealth(db.query, new Date(clock.now().getTime() - days * dayMs)),
    close() {
      for (const adapter of adapters) adapter.close?.();
    },
  };
}

function sealedJson(contact: SealedField): SealedJson {
  const { table, rowId, column, ciphertext } = contact;
  return { table, rowId, column, ciphertext: ciphertext.toString("base64") };
}
