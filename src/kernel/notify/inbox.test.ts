import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { newId, type Uuid } from "../ids/index.ts";
import { createLog } from "../log/index.ts";
import { movableClock } from "../time/index.ts";
import { type ChannelAdapter, createDemoBox, createNotify, type MessageRequest, type Notify } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const noon = "2026-07-01T05:00:00Z";
const clock = movableClock(noon);
const siti = newId();
let notify: Notify;

function make(adapters: readonly ChannelAdapter[]): Notify {
  return createNotify({
    db: database.db,
    clock,
    adapters,
    openContact: async ({ channel }) => `siti-by-${channel}`,
    reachableBy: async () => ["sms", "email"],
    t: (lang, key, params = {}) => `[${lang}] ${key} ${Object.values(params).join()}`.trimEnd(),
    url: "https://balai.example",
    log: createLog({ level: "silent" }),
  });
}

beforeEach(() => {
  clock.set(noon);
  notify = make([]);
});
afterEach(() => database.owner.pool.query("delete from notify.message; delete from notify.preference"));

function enqueue(change: Partial<MessageRequest> = {}, through: Notify = notify): Promise<Uuid> {
  const to = { kind: "account", accountId: siti } as const;
  return database.db.transaction((tx) =>
    through.enqueue(tx, { to, key: "club.won", params: { points: 7 }, lang: "id", channels: ["sms"], ...change }),
  );
}

describe("inbox", () => {
  it("shows the account's own messages, newest first, page by page, without codes", async () => {
    const ids: Uuid[] = [];
    for (let n = 0; n < 5; n += 1) {
      clock.advance(1_000);
      ids.unshift(await enqueue({ params: { points: n } }));
    }
    await enqueue({ to: { kind: "account", accountId: newId() } });
    await enqueue({ key: "club.code", urgency: "code" });
    const first = await notify.inbox(siti, { limit: 3 });
    expect(first.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    expect(first[0]).toMatchObject({ key: "club.won", params: { points: 4 }, readAt: null });
    const rest = await notify.inbox(siti, { limit: 3, before: first[2]?.id ?? "" });
    expect(rest.map(({ id }) => id)).toEqual(ids.slice(3));
  });

  it("counts and marks what was read, never another's", async () => {
    const [a, b] = [await enqueue(), await enqueue()];
    const other = newId();
    await enqueue({ to: { kind: "account", accountId: other } });
    expect(await notify.unread(siti)).toBe(2);
    expect(await notify.markRead(other, [a])).toBe(0);
    expect(await notify.markRead(siti, [a])).toBe(1);
    expect(await notify.markRead(siti, [a])).toBe(0);
    expect((await notify.inbox(siti, { limit: 9 })).map(({ id, readAt }) => [id, readAt !== null])).toEqual(
      [b, a]
        .sort()
        .reverse()
        .map((id) => [id, id === a]),
    );
    expect(await notify.markRead(siti, "all")).toBe(1);
    expect(await notify.unread(other)).toBe(1);
  });

  it("forgets an account wholly, and old messages by age", async () => {
    await enqueue();
    const input = { channels: [], lang: null, zone: "Asia/Jakarta", quietFrom: "21:00", quietUntil: "06:00" };
    await database.db.transaction((tx) => notify.setPreference(tx, siti, input));
    const other = newId();
    await enqueue({ to: { kind: "account", accountId: other } });
    expect(await database.db.transaction((tx) => notify.forget(tx, siti))).toBe(2);
    expect(await notify.unread(siti)).toBe(0);
    await enqueue({ to: { kind: "account", accountId: other }, urgency: "code" });
    clock.advance(31 * 86_400_000);
    const ago = (days: number) => new Date(clock.now().getTime() - days * 86_400_000);
    expect(await notify.removeOld("sent", ago(30))).toBe(1);
    expect(await notify.removeOld("inbox", ago(365))).toBe(0);
    expect(await notify.unread(other)).toBe(1);
    clock.advance(340 * 86_400_000);
    expect(await notify.removeOld("inbox", ago(365))).toBe(1);
    expect(await database.owner.pool.query("select from notify.delivery")).toMatchObject({ rowCount: 0 });
  });
});

describe("demo box", () => {
  it("keeps what would have gone out, newest first, once per delivery", async () => {
    const box = createDemoBox({ db: database.db, clock });
    const demo = make([box.adapter("sms"), box.adapter("whatsapp")]);
    await enqueue({ channels: ["whatsapp"] }, demo);
    await demo.deliverDue();
    clock.advance(1_000);
    await enqueue({ key: "club.code", params: { code: "123456" }, urgency: "code" }, demo);
    await demo.deliverDue();
    const [code, won] = await box.list(10);
    expect(code).toMatchObject({ channel: "sms", recipient: "siti-by-sms", body: "[id] club.code.text 123456" });
    expect(won).toMatchObject({ channel: "whatsapp", createdAt: new Date(noon) });
    if (won === undefined) throw new Error("no message");
    const again = { id: won.deliveryId, to: won.recipient, subject: won.subject, body: won.body };
    await box.adapter("whatsapp").send(again, new AbortController().signal);
    expect(await box.list(10)).toHaveLength(2);
    clock.advance(8 * 86_400_000);
    await demo.removeOld("demo-box", new Date(clock.now().getTime() - 7 * 86_400_000));
    expect(await box.list(10)).toEqual([]);
  });
});
