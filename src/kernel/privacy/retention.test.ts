import { createSecretKey } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { createCrypto } from "../crypto/index.ts";
import { newSecret } from "../ids/index.ts";
import { movableClock } from "../time/index.ts";
import { createPrivacy, type Privacy, type RetentionPolicy } from "./index.ts";

const key = () => createSecretKey(Buffer.from(newSecret(), "base64url"));
const crypto = createCrypto({
  data: [{ id: "0000000a", secret: key() }],
  index: [{ id: "0000000b", secret: key() }],
  ledger: [{ id: "0000000c", secret: key() }],
  anchor: [],
  document: [{ id: "0000000d", secret: key() }],
  pseudonym: key(),
  code: key(),
});
let database: TestDatabase;
let privacy: Privacy;
let clock: ReturnType<typeof movableClock>;
let faults: string[];
const onFault = (rule: string): void => void faults.push(rule);
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  clock = movableClock("2026-11-24T03:00:00Z");
  privacy = createPrivacy({ db: database.db, crypto, clock });
  faults = [];
  await database.owner.pool.query("delete from privacy.retention_policy; delete from privacy.retention_run");
});

const policy = (change: Partial<RetentionPolicy> = {}): RetentionPolicy => ({
  rule: "tennis.left",
  effectiveFrom: "2026-01-01",
  days: 10,
  source: "club rules",
  verified: true,
  ...change,
});
const enact = (...policies: RetentionPolicy[]) =>
  database.db.transaction((tx) => privacy.importRetention(tx, policies));
const day = (iso: string) => new Date(`${iso}T03:00:00Z`);

describe("retention", () => {
  it("calls each rule with the moment before which its data goes, until nothing is left, and writes the numbers down", async () => {
    await enact(policy());
    const left = [3, 2, 0];
    const asked: Date[] = [];
    privacy.registerRetention("tennis.left", async (before) => {
      asked.push(before);
      return left.shift() ?? 0;
    });
    expect(await privacy.retention()).toMatchObject([{ rule: "tennis.left", days: 10, lastRunAt: null, erased: 0 }]);
    expect(await privacy.enforceRetention(onFault)).toEqual([]);
    expect(asked).toEqual([day("2026-11-14"), day("2026-11-14"), day("2026-11-14")]);
    clock.advance(86_400_000);
    await privacy.enforceRetention(onFault);
    expect(await privacy.retention()).toEqual([
      {
        rule: "tennis.left",
        days: 10,
        source: "club rules",
        verified: true,
        lastRunAt: day("2026-11-25"),
        lastErased: 0,
        lastFailed: false,
        erased: 5,
      },
    ]);
  });

  it("goes by the newest policy that has begun; by none, nothing goes", async () => {
    const asked: Date[] = [];
    privacy.registerRetention("tennis.left", async (before) => {
      asked.push(before);
      return 0;
    });
    await privacy.enforceRetention(onFault);
    expect(await privacy.retention()).toEqual([]);
    await enact(
      policy(),
      policy({ effectiveFrom: "2026-11-01", days: 100 }),
      policy({ effectiveFrom: "2027-01-01", days: 1 }),
    );
    await privacy.enforceRetention(onFault);
    clock.set("2027-01-01T03:00:00Z");
    await privacy.enforceRetention(onFault);
    expect(asked).toEqual([day("2026-08-16"), day("2026-12-31")]);
    await enact(policy({ effectiveFrom: "2027-01-01", days: 2, source: "another", verified: false }));
    expect(await privacy.retention()).toMatchObject([{ days: 1, source: "club rules", verified: true }]);
  });

  it("goes on with the other rules when one fails, and says which", async () => {
    await enact(policy(), policy({ rule: "chess.left" }), policy({ rule: "golf.left" }));
    let golf = 0;
    privacy.registerRetention("tennis.left", async () => 0);
    privacy.registerRetention("chess.left", async () => {
      throw new Error("no board");
    });
    privacy.registerRetention("golf.left", async () => {
      golf += 1;
      return 0;
    });
    expect(await privacy.enforceRetention(onFault)).toEqual(["chess.left"]);
    expect(golf).toBe(1);
    expect(faults).toEqual(["chess.left"]);
    expect((await privacy.retention()).map(({ rule, lastFailed }) => [rule, lastFailed])).toEqual([
      ["tennis.left", false],
      ["chess.left", true],
      ["golf.left", false],
    ]);
  });

  it("stops between two batches when the program stops", async () => {
    await enact(policy(), policy({ rule: "chess.left" }));
    const stopping = new AbortController();
    let batches = 0;
    privacy.registerRetention("tennis.left", async () => {
      batches += 1;
      if (batches === 2) stopping.abort();
      return 1;
    });
    privacy.registerRetention("chess.left", async () => {
      throw new Error("must not begin");
    });
    expect(await privacy.enforceRetention(onFault, stopping.signal)).toEqual([]);
    expect(batches).toBe(2);
  });

  it("names declared fields that nobody would ever erase", () => {
    privacy.registerRetention("tennis.left", async () => 0);
    privacy.declare({
      part: "tennis",
      purposes: [],
      fields: [
        { table: "tennis.member", column: "phone", sort: "general", retention: "tennis.left" },
        { table: "tennis.member", column: "scar", sort: "specific", retention: "tennis.healed" },
      ],
      namespaces: [],
    });
    expect(privacy.retentionFaults()).toEqual([
      "tennis.member.scar is kept by the rule tennis.healed, which nobody keeps.",
    ]);
    expect(() => privacy.registerRetention("tennis.left", async () => 0)).toThrow("registered twice");
  });

  it("leaves policies and runs that cannot be changed by the app's role", async () => {
    for (const attack of [
      "update privacy.retention_run set erased = 0",
      "delete from privacy.retention_run",
      "update privacy.retention_policy set days = 99999",
      "delete from privacy.retention_policy",
    ])
      await expect(database.db.pool.query(attack)).rejects.toThrow(/permission denied/);
  });
});
