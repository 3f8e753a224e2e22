import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import type { Tx } from "../db/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import { createLog } from "../log/index.ts";
import { err, ok } from "../result/index.ts";
import { movableClock } from "../time/index.ts";
import {
  type Channel,
  type ChannelAdapter,
  type ContactRef,
  createNotify,
  type MessageRequest,
  type Notify,
  type OutgoingMessage,
} from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const noon = "2026-07-01T05:00:00Z";
const night = "2026-07-01T15:00:00Z";
const clock = movableClock(noon);
const siti = newId();
const sentences: Record<string, string> = {
  "club.won.title": "Anda menang",
  "club.won.text": "Regu Anda menang {points} poin.",
  "club.code.title": "Kode masuk",
  "club.code.text": "Kode Anda {code}.",
  "notify.email.footer": "Pesan otomatis.",
};
const t = (lang: string, key: string, params: Readonly<Record<string, string | number>> = {}): string => {
  const text = sentences[key];
  return text === undefined ? key : `[${lang}] ${text.replace(/\{(\w+)\}/g, (_, name) => String(params[name]))}`;
};

/** What left by which channel, and how the next sends end. */
let sent: (OutgoingMessage & { channel: Channel })[];
let answers: (() => ReturnType<ChannelAdapter["send"]>)[];
let opened: ContactRef[];
let logged: string[];
let notify: Notify;
/** For which channels an account has a contact. */
const reachable = new Map<Uuid, readonly Channel[]>();

function adapter(channel: Channel): ChannelAdapter {
  return {
    channel,
    async send(message) {
      const next = answers.shift();
      if (next !== undefined) return next();
      sent.push({ ...message, channel });
      return ok({ providerId: `${channel}-1` });
    },
  };
}

function make(adapters: readonly ChannelAdapter[] = [adapter("sms"), adapter("email")]): Notify {
  return createNotify({
    db: database.db,
    clock,
    adapters,
    async openContact(ref) {
      opened.push(ref);
      if (ref.kind === "sealed-contact") return `opened:${ref.contact.ciphertext.toString()}`;
      return ref.accountId === siti ? `siti-by-${ref.channel}` : undefined;
    },
    reachableBy: async (_db, accountId) => reachable.get(accountId) ?? [],
    t,
    url: "https://balai.example",
    log: createLog({ level: "info", stream: { write: (line: string) => void logged.push(line) } }),
  });
}

beforeEach(() => {
  [sent, answers, opened, logged] = [[], [], [], []];
  clock.set(noon);
  notify = make();
  reachable.clear();
  reachable.set(siti, ["sms", "email"]);
});
afterEach(() => database.owner.pool.query("delete from notify.message; delete from notify.preference"));

function enqueue(change: Partial<MessageRequest> = {}, through: Notify = notify): Promise<Uuid> {
  return database.db.transaction((tx) =>
    through.enqueue(tx, {
      to: { kind: "account", accountId: siti },
      key: "club.won",
      params: { points: 7 },
      lang: "id",
      channels: ["sms"],
      ...change,
    }),
  );
}

async function deliveries(): Promise<Record<string, unknown>[]> {
  const { rows } = await database.owner.pool.query(
    `select channel, state, tries, reason, provider_id, next_try_at, sealed from notify.delivery order by priority desc, id`,
  );
  return rows;
}

const busy = () => Promise.resolve(err({ retryable: true, reason: "smtp-421" }));

describe("delivery", () => {
  it("composes each channel's message in the person's language, with the link", async () => {
    await enqueue({ channels: ["sms", "email"], link: "/regu/7", lang: "en" });
    expect(await notify.deliverDue()).toEqual({ delivered: 2, postponed: 0, failed: 0 });
    expect(sent.find(({ channel }) => channel === "sms")).toMatchObject({
      to: "siti-by-sms",
      body: "[en] Regu Anda menang 7 poin.\nhttps://balai.example/regu/7",
    });
    expect(sent.find(({ channel }) => channel === "email")).toMatchObject({
      to: "siti-by-email",
      subject: "[en] Anda menang",
      body: "[en] Regu Anda menang 7 poin.\n\nhttps://balai.example/regu/7\n\n-- \n[en] Pesan otomatis.",
    });
    expect(await notify.deliverDue()).toEqual({ delivered: 0, postponed: 0, failed: 0 });
    expect(sent).toHaveLength(2);
  });

  it("is nothing when the transaction that asked is undone", async () => {
    const undone = database.db.transaction(async (tx: Tx) => {
      await notify.enqueue(tx, { to: { kind: "account", accountId: siti }, key: "club.won", lang: "id" });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await deliveries()).toEqual([]);
    expect(await notify.unread(siti)).toBe(0);
  });

  it("tries a temporary failure again, later and later, until it is delivered", async () => {
    answers = [busy, busy];
    await enqueue();
    expect(await notify.deliverDue()).toMatchObject({ postponed: 1 });
    const [first] = await deliveries();
    expect(first).toMatchObject({ state: "temporary-failure", tries: 1, reason: "smtp-421" });
    expect(await notify.deliverDue()).toMatchObject({ postponed: 0 });
    clock.advance(60_000);
    expect(await notify.deliverDue()).toMatchObject({ postponed: 1 });
    clock.advance(120_000);
    expect(await notify.deliverDue()).toMatchObject({ delivered: 1 });
    expect(await deliveries()).toMatchObject([{ state: "delivered", tries: 3, reason: null, provider_id: "sms-1" }]);
  });

  it("ends as a technical failure when nothing helps, counting exceptions as failures", async () => {
    await enqueue({ urgency: "code", key: "club.code", params: { code: "123456" } });
    for (let tries = 1; tries <= 5; tries += 1) {
      answers = [() => Promise.reject(new Error("the adapter broke"))];
      await notify.deliverDue();
      clock.advance(20_000);
    }
    expect(await notify.deliverDue()).toEqual({ delivered: 0, postponed: 0, failed: 0 });
    expect(await deliveries()).toMatchObject([{ state: "technical-failure", tries: 5, reason: "exception" }]);
  });

  it.each<[string, () => Promise<unknown>, string, string]>([
    [
      "refused by the provider",
      () => enqueue().then(() => answers.push(() => Promise.resolve(err({ retryable: false, reason: "smtp-550" })))),
      "permanent-failure",
      "smtp-550",
    ],
    [
      "without a contact",
      () => enqueue({ to: { kind: "account", accountId: newId() } }),
      "permanent-failure",
      "no-contact",
    ],
    [
      "too late",
      () => enqueue({ expiresAt: new Date(clock.now().getTime() + 1_000) }).then(() => clock.advance(1_000)),
      "permanent-failure",
      "expired",
    ],
    ["without a sentence", () => enqueue({ key: "club.unknown" }), "technical-failure", "no-text"],
    ["for a channel nobody serves", () => enqueue({ channels: ["whatsapp"] }), "technical-failure", "no-adapter"],
  ])("ends at once when %s", async (_, arrange, state, reason) => {
    await arrange();
    expect(await notify.deliverDue()).toEqual({ delivered: 0, postponed: 0, failed: 1 });
    expect(await deliveries()).toMatchObject([{ state, reason, tries: 1 }]);
    expect(sent).toEqual([]);
    expect(logged.join("")).toContain(`"why":"${reason}"`);
  });

  it("opens a sealed contact only to send, and forgets contact and code once sent", async () => {
    const contact = { table: "club.guest", rowId: "7", column: "phone", ciphertext: Buffer.from("sealed") };
    const to = { kind: "sealed-contact", channel: "sms", contact } as const;
    const id = await enqueue({ to, key: "club.code", params: { code: "123456" }, urgency: "code" });
    expect(opened).toEqual([]);
    await notify.deliverDue();
    expect(opened).toMatchObject([{ kind: "sealed-contact", contact, about: "club.code" }]);
    expect(sent).toMatchObject([{ to: "opened:sealed", body: "[id] Kode Anda 123456." }]);
    expect(await deliveries()).toMatchObject([{ state: "delivered", sealed: null }]);
    const { rows } = await database.owner.pool.query("select params from notify.message where id = $1", [id]);
    expect(rows).toEqual([{ params: {} }]);
    expect(logged.join("")).not.toContain("123456");
  });

  it("sends codes before the rest", async () => {
    for (let n = 0; n < 6; n += 1) await enqueue();
    await enqueue({ key: "club.code", params: { code: "1" }, urgency: "code" });
    await notify.deliverDue(1);
    expect(sent).toMatchObject([{ subject: "[id] Kode masuk" }]);
  });

  it("sends each message once when several processes deliver at the same time", async () => {
    for (let n = 0; n < 40; n += 1) await enqueue({ params: { points: n } });
    const others = [make(), make()];
    const counts = await Promise.all([notify, ...others].map((each) => each.deliverDue()));
    expect(counts.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(40);
    expect(new Set(sent.map(({ body }) => body)).size).toBe(40);
    expect(sent).toHaveLength(40);
  });

  it("sends again what a killed process had in hand, once its lease is over", async () => {
    await enqueue();
    const folder = import.meta.resolve("..").replace(/\/$/, "");
    const args = ["--input-type=module", "--eval", killedSender, folder, database.url, clock.now().toISOString()];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await deliveries()).toMatchObject([{ state: "sending", tries: 1 }]);
    expect(await notify.deliverDue()).toMatchObject({ delivered: 0 });
    clock.advance(120_000);
    expect(await notify.deliverDue()).toMatchObject({ delivered: 1 });
    expect(await deliveries()).toMatchObject([{ state: "delivered", tries: 2 }]);
  });

  it("does not let a process whose lease ran out overwrite what another achieved", async () => {
    await enqueue();
    let release = (): void => {};
    let began = (): void => {};
    const held = new Promise<void>((settle) => {
      release = settle;
    });
    const sending = new Promise<void>((settle) => {
      began = settle;
    });
    answers = [
      async () => {
        began();
        await held;
        return err({ retryable: false, reason: "smtp-550" });
      },
    ];
    const slow = notify.deliverDue();
    await sending;
    clock.advance(120_000);
    expect(await make().deliverDue()).toMatchObject({ delivered: 1 });
    release();
    expect(await slow).toEqual({ delivered: 0, postponed: 0, failed: 0 });
    expect(await deliveries()).toMatchObject([{ state: "delivered" }]);
  });
});

/** A process that begins to send, says so, and never ends. */
const killedSender = `
  const [folder, databaseUrl, now] = process.argv.slice(1);
  const { openDatabase } = await import(folder + "/db/database.ts");
  const { createNotify } = await import(folder + "/notify/index.ts");
  const { createLog } = await import(folder + "/log/index.ts");
  const { movableClock } = await import(folder + "/time/index.ts");
  const send = () => {
    process.stdout.write("sending");
    return new Promise(() => setInterval(() => {}, 1000));
  };
  await createNotify({
    db: openDatabase(databaseUrl), clock: movableClock(now), adapters: [{ channel: "sms", send }],
    openContact: async () => "somebody", reachableBy: async () => [], t: (lang, key) => key + "!", url: "", log: createLog({ level: "silent" }),
  }).deliverDue();
`;

describe("quiet hours and preferences", () => {
  const morning = new Date("2026-07-01T23:00:00Z");

  it("keeps a normal message until the morning; a code and an urgent one go out at night", async () => {
    clock.set(night);
    await enqueue();
    await enqueue({ urgency: "urgent" });
    await enqueue({ urgency: "code", key: "club.code", params: { code: "1" } });
    expect(await notify.deliverDue()).toMatchObject({ delivered: 2 });
    expect((await deliveries())[0]).toMatchObject({ state: "created", tries: 0, next_try_at: morning });
    clock.set(morning);
    expect(await notify.deliverDue()).toMatchObject({ delivered: 1 });
  });

  it("keeps it too when the sender comes late and the night has begun, without counting a try", async () => {
    await enqueue();
    clock.set(night);
    expect(await notify.deliverDue()).toMatchObject({ postponed: 1 });
    expect(await deliveries()).toMatchObject([{ state: "created", tries: 0, next_try_at: morning }]);
  });

  it("follows the person's channels, language and hours", async () => {
    const input = { channels: ["email"], lang: "en", zone: "Asia/Jayapura", quietFrom: "12:00", quietUntil: "15:00" };
    const set = await database.db.transaction((tx) => notify.setPreference(tx, siti, input));
    expect(set).toMatchObject({ ok: true });
    expect(await notify.preference(siti)).toEqual({
      channels: ["email"],
      lang: "en",
      quiet: { zone: "Asia/Jayapura", from: "12:00", until: "15:00" },
    });
    // Noon in Jakarta is 14:00 in Jayapura.
    await enqueue({ channels: undefined });
    expect(await notify.deliverDue()).toMatchObject({ delivered: 0 });
    clock.advance(3_600_000);
    await notify.deliverDue();
    expect(sent).toMatchObject([{ channel: "email", subject: "[en] Anda menang" }]);
  });

  it("gives way to a channel that is served when the chosen one is not; an empty choice means the inbox only", async () => {
    const choose = (channels: string[]) =>
      database.db.transaction((tx) =>
        notify.setPreference(tx, siti, {
          channels,
          lang: null,
          zone: "Asia/Jakarta",
          quietFrom: "21:00",
          quietUntil: "06:00",
        }),
      );
    await choose(["whatsapp"]);
    await enqueue({ channels: undefined });
    expect(await deliveries()).toMatchObject([{ channel: "sms" }]);
    await choose([]);
    await enqueue({ channels: undefined });
    expect(await deliveries()).toHaveLength(1);
    expect(await notify.unread(siti)).toBe(2);
  });

  it("goes only where the person has a contact; whoever has none is told in the inbox, and nothing fails", async () => {
    reachable.set(siti, ["sms"]);
    await enqueue({ channels: undefined });
    expect(await deliveries()).toMatchObject([{ channel: "sms" }]);
    const budi = newId();
    await enqueue({ channels: undefined, to: { kind: "account", accountId: budi } });
    expect(await deliveries()).toHaveLength(1);
    expect(await notify.unread(budi)).toBe(1);
    await notify.deliverDue();
    expect((await notify.health(7)).failed).toEqual([]);
    // A contact that is there takes the place of the chosen one that is not.
    const choice = { lang: null, zone: "Asia/Jakarta", quietFrom: "21:00", quietUntil: "06:00" };
    await database.db.transaction((tx) => notify.setPreference(tx, siti, { ...choice, channels: ["email"] }));
    await enqueue({ channels: undefined });
    expect(await deliveries()).toMatchObject([{ channel: "sms" }, { channel: "sms" }]);
  });

  it("names each field that is wrong", async () => {
    const input = { channels: ["pigeon"], lang: "xx", zone: "Asia/Atlantis", quietFrom: "25:00", quietUntil: "6" };
    const result = await database.db.transaction((tx) => notify.setPreference(tx, siti, input));
    expect(!result.ok && result.error.errors?.map(({ field }) => field)).toEqual([
      "channels",
      "lang",
      "zone",
      "quietFrom",
      "quietUntil",
    ]);
  });
});
