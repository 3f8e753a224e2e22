import { sql } from "kysely";
import type { Database } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import { ok } from "../result/index.ts";
import type { Clock } from "../time/index.ts";
import type { Channel, ChannelAdapter } from "./channel.ts";

export interface DemoMessage {
  readonly deliveryId: Uuid;
  readonly channel: Channel;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  readonly createdAt: Date;
}

/** Takes, in a demo, what would have gone out. Production must not make one: it keeps contacts in the clear. */
export interface DemoBox {
  adapter(channel: Channel): ChannelAdapter;
  /** Newest first. */
  list(limit: number): Promise<DemoMessage[]>;
  /** Removes what was sent to these contacts: their holder is forgotten, in a demo as elsewhere. */
  forget(recipients: readonly string[]): Promise<void>;
}

export function createDemoBox(deps: { readonly db: Database; readonly clock: Clock }): DemoBox {
  const { db, clock } = deps;
  return {
    adapter: (channel) => ({
      channel,
      async send(message) {
        await sql`insert into notify.demo_message (delivery_id, channel, recipient, subject, body, created_at)
          values (${message.id}, ${channel}, ${message.to}, ${message.subject}, ${message.body}, ${clock.now()})
          on conflict do nothing`.execute(db.query);
        return ok({ providerId: `demo-${message.id}` });
      },
    }),
    async list(limit) {
      const { rows } = await sql<DemoMessage>`
        select delivery_id as "deliveryId", channel, recipient, subject, body, created_at as "createdAt"
        from notify.demo_message order by created_at desc, delivery_id desc limit ${limit}`.execute(db.query);
      return rows;
    },
    async forget(recipients) {
      await sql`delete from notify.demo_message where recipient = any(${[...recipients]}::text[])`.execute(db.query);
    },
  };
}
