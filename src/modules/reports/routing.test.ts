import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/support/app.ts";
import { demoRules } from "../../demo/people.ts";
import { addOffice } from "../../kernel/access/index.ts";
import type { Uuid } from "../../kernel/ids/index.ts";
import { reports } from "./index.ts";
import { addRoutingRule, byCategory, rulesByCategory } from "./routing.ts";

let test: TestApp;
let offices: { old: Uuid; new: Uuid };
beforeAll(async () => {
  test = await testApp();
  await reports.seed?.(test.kernel);
  offices = await test.database.db.transaction(async (tx) => {
    const add = (code: string) =>
      addOffice(tx, { parentId: null, code, name: code, region: "35.78" }, test.clock.now());
    return { old: await add("old"), new: await add("new") };
  });
});
afterAll(() => test.close());
beforeEach(() => test.database.owner.pool.query("delete from reports.routing_rule"));

const key = "waste";
const region = "35.78";
const set = (officeId: Uuid, from: string, change: { key?: string; region?: string; source?: string | null } = {}) =>
  test.database.db.transaction((tx) =>
    rulesByCategory.set(tx, { key, region, officeId, from, source: null, ...change }, test.clock.now()),
  );
const end = (on: string) => test.database.db.transaction((tx) => rulesByCategory.end(tx, { key, region, on }));
/** The name of the office that gets a report from Keputran on a day; "dispatcher" when no rule fits. */
async function goesTo(day: string): Promise<string> {
  const found = await byCategory(test.kernel.db.query, {
    answers: { category: key },
    region: "35.78.05.1004",
    day,
  });
  if (found === undefined) return "dispatcher";
  return found.officeId === offices.old ? "old" : "new";
}
const rulesOn = async (day: string) =>
  (await rulesByCategory.rules(test.kernel.db.query, day)).map(({ from, officeId, source }) => [
    from,
    officeId === offices.old ? "old" : "new",
    source,
  ]);

describe("rules of reports", () => {
  it("hold from their day on, and give way to a later one on its day", async () => {
    await set(offices.old, "2026-01-01");
    await set(offices.new, "2026-12-01");
    expect(await goesTo("2025-12-31")).toBe("dispatcher");
    expect(await goesTo("2026-11-30")).toBe("old");
    expect(await goesTo("2026-12-01")).toBe("new");
    expect(await rulesOn("2026-11-24")).toEqual([
      ["2026-01-01", "old", null],
      ["2026-12-01", "new", null],
    ]);
    expect(await rulesOn("2026-12-01")).toEqual([["2026-12-01", "new", null]]);
  });

  it("said again change nothing; with a source, or for another office, they are new", async () => {
    expect(await set(offices.old, "2026-01-01")).toBeDefined();
    expect(await set(offices.old, "2026-06-01")).toBeUndefined();
    expect(await set(offices.old, "2026-06-01", { source: "SK 1/2026" })).toBeDefined();
    expect(await set(offices.old, "2026-06-01")).toBeUndefined();
    expect(await rulesOn("2026-07-01")).toEqual([["2026-06-01", "old", "SK 1/2026"]]);
  });

  it("are put right on their own first day, and what stood there stays on record", async () => {
    await set(offices.old, "2026-11-24");
    await set(offices.new, "2026-11-24");
    await set(offices.old, "2026-11-24");
    expect(await goesTo("2026-11-24")).toBe("old");
    expect(await rulesOn("2026-11-24")).toEqual([["2026-11-24", "old", null]]);
    const kept = await test.database.owner.pool.query("select 1 from reports.routing_rule");
    expect(kept.rowCount).toBe(3);
  });

  it("come back to an office that had them before", async () => {
    await set(offices.old, "2026-01-01");
    await set(offices.new, "2026-02-01");
    expect(await set(offices.old, "2026-03-01")).toBeDefined();
    expect([await goesTo("2026-01-15"), await goesTo("2026-02-15"), await goesTo("2026-03-15")]).toEqual([
      "old",
      "new",
      "old",
    ]);
  });

  it("end on a day, with those that were to follow; the dispatcher decides again", async () => {
    await set(offices.old, "2026-01-01");
    await set(offices.new, "2027-01-01");
    expect(await end("2026-11-24")).toHaveLength(2);
    expect(await goesTo("2026-11-23")).toBe("old");
    expect(await goesTo("2026-11-24")).toBe("dispatcher");
    expect(await goesTo("2027-01-02")).toBe("dispatcher");
    expect(await rulesOn("2026-11-24")).toEqual([]);
    expect(await end("2026-11-24")).toEqual([]);
  });

  it("of the nearer region win, ended or not elsewhere", async () => {
    await set(offices.old, "2026-01-01");
    await set(offices.new, "2026-01-01", { region: "35.78.05" });
    expect(await goesTo("2026-11-24")).toBe("new");
  });

  it("of the demo are not made twice", async () => {
    const rule = { category: key, region, officeId: offices.old, from: "2020-01-01" };
    for (let count = 0; count < 2; count += 1)
      await test.database.db.transaction((tx) => addRoutingRule(tx, rule, test.clock.now()));
    expect(await rulesOn("2026-11-24")).toHaveLength(1);
  });

  it("are none for illegal fees, in the demo neither: a dispatcher gets those, never the office that is accused", async () => {
    const known = await rulesByCategory.keys(test.kernel.db.query);
    expect(known.map(({ value }) => value)).toContain("illegal-levy");
    expect(demoRules.map(({ category }) => category)).not.toContain("illegal-levy");
    for (const { category, region: place } of demoRules)
      await set(offices.old, "2026-01-01", { key: category, region: place });
    const answers = { category: "illegal-levy" };
    expect(await byCategory(test.kernel.db.query, { answers, region: "35.78.05.1004", day: "2026-11-24" })).toBe(
      undefined,
    );
  });

  it("begin on the day of the region, not on that of UTC", async () => {
    // 24 November, 03.00 UTC is 10.00 in Surabaya; 20.00 UTC is the 25th there already.
    await set(offices.new, "2026-11-25");
    test.clock.set("2026-11-24T20:00:00Z");
    const submitted = await test.kernel.cases.submit(
      {
        service: "reports.report",
        version: 3,
        answers: {
          kind: "complaint",
          category: key,
          what: "Sampah menumpuk di tepi kali sejak hari Minggu.",
          where: { region: "35.78.05.1004", landmark: "Jl. Dinoyo" },
          photos: null,
          visibility: "private",
          name: null,
          contact: null,
        },
        channel: "web",
        key: "routing-at-night",
      },
      { actor: { kind: "public" }, actorKey: "session:x", fileOwnerKey: "x" },
    );
    if (!submitted.ok) throw new Error(JSON.stringify(submitted.error));
    expect((await test.kernel.cases.find(submitted.value.caseId))?.officeId).toBe(offices.new);
  });
});
