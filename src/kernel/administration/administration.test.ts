import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/database.ts";
import { assignmentsOf } from "../access/index.ts";
import type { RoutingRule, RoutingTable } from "../cases/index.ts";
import { type ClubKernel, clubKernel } from "../cases/testing/club-kernel.ts";
import { courtRepair } from "../cases/testing/court-repair.ts";
import { projectRoot } from "../config/index.ts";
import { newId, type Uuid } from "../ids/index.ts";
import type { MessageRequest } from "../notify/index.ts";
import { createRegions } from "../regions/index.ts";
import type { Problem, Result } from "../result/index.ts";
import { createServiceRegistry } from "../services/index.ts";
import { type Administration, type Administrator, createAdministration, type OfficerInput } from "./index.ts";

let database: TestDatabase;
let club: ClubKernel;
let administration: Administration;
let told: MessageRequest[];
let rules: RoutingRule[];
let number = 0;

/** Rules in memory: those of a module are tested with the module. */
const table: RoutingTable = {
  table: "club.rule",
  kept: async () => [],
  keys: async () => ["clay", "grass"].map((value) => ({ value, label: value })),
  rules: async () => rules,
  async set(_tx, rule) {
    if (rules.some((known) => known.key === rule.key && known.officeId === rule.officeId)) return undefined;
    const id = newId();
    rules.push({ ...rule, id });
    return id;
  },
  async end(_tx, { key, region }) {
    const ended = rules.filter((rule) => rule.key === key && rule.region === region);
    rules = rules.filter((rule) => !ended.includes(rule));
    return ended.map(({ id }) => id);
  },
};

beforeAll(async () => {
  database = await testDatabase();
  club = await clubKernel(database.db);
});
afterAll(async () => {
  await club.tidy();
  await database.close();
});
beforeEach(() => {
  told = [];
  rules = [];
  const services = createServiceRegistry([courtRepair]);
  if (!services.ok) throw new Error("the club's service is wrong");
  administration = createAdministration({
    db: club.db,
    clock: club.clock,
    commands: club.commands,
    accounts: club.accounts,
    notify: {
      async enqueue(_tx, request) {
        told.push(request);
        return newId();
      },
    },
    regions: createRegions({ db: club.db, folder: `${projectRoot}/data/regions` }),
    calendars: club.calendars,
    services: services.value,
    routingTables: { [courtRepair.route ?? ""]: table },
    rootRegion: "35.78",
    url: "https://club.example",
  });
});

const terminal = (): Administrator => ({ kind: "terminal", key: newId() });
const messageOf = (result: Result<unknown, Problem>) =>
  result.ok ? undefined : [result.error.message, result.error.field ?? null];
function must<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new Error(`${result.error.message} ${result.error.field ?? ""}`);
  return result.value;
}
const newName = (): string => {
  number += 1;
  return `coach.${number}`;
};
const newOfficer = (change: Partial<OfficerInput> = {}): OfficerInput => ({
  username: newName(),
  name: "Coach",
  email: null,
  lang: "id",
  role: "agency-officer",
  office: "grounds",
  ...change,
});
const officerOf = async (username: string) =>
  (await administration.officers()).find((officer) => officer.username === username);
const historyOf = async (aggregateId: Uuid) =>
  (
    await sql<{ kind: string; actor: string; facts: object }>`
      select kind, actor_kind || ':' || actor_ref as actor, facts from command.history
      where aggregate_id = ${aggregateId} order by id`.execute(database.owner.query)
  ).rows;
const entriesOf = async (subject: Uuid) =>
  (
    await sql<{ kind: string; body: string }>`
      select kind, body from ledger.entry where book = 'administration' and subject = ${subject} order by id`.execute(
      database.owner.query,
    )
  ).rows;

describe("offices", () => {
  it("are added, whatever the order; a second time nothing changes; and brought up to date", async () => {
    const list = [
      { code: "hall-a", name: "Hall A", region: "35.78.05", parent: "halls" },
      { code: "halls", name: "Halls", region: "35.78", parent: null },
    ];
    expect(must(await administration.saveOffices(terminal(), list))).toEqual({
      added: ["halls", "hall-a"],
      changed: [],
      same: [],
    });
    expect(must(await administration.saveOffices(terminal(), list)).same).toEqual(["halls", "hall-a"]);
    const renamed = must(await administration.saveOffices(terminal(), [{ code: "hall-a", name: "Great Hall" }]));
    expect(renamed.changed).toEqual(["hall-a"]);
    const offices = await administration.offices();
    const hall = offices.find(({ code }) => code === "hall-a");
    expect(hall).toMatchObject({ name: "Great Hall", region: "35.78.05" });
    expect(offices.find(({ id }) => id === hall?.parentId)?.code).toBe("halls");
    expect((await historyOf(hall?.id ?? "")).map(({ kind, actor }) => [kind, actor])).toEqual([
      ["added", "system:terminal"],
      ["changed", "system:terminal"],
    ]);
    const entries = await entriesOf(hall?.id ?? "");
    expect(entries.map(({ kind }) => kind)).toEqual(["office.added", "office.changed"]);
    expect(JSON.stringify(entries)).not.toContain("Great Hall");
  });

  it.each([
    [{ code: "X", name: "x", region: "35.78" }, "administration.office.code", "code"],
    [{ code: "new-one", name: " ", region: "35.78" }, "administration.office.name", "name"],
    [{ code: "new-one", name: "\u200b\u200b", region: "35.78" }, "administration.office.name", "name"],
    [{ code: "new-one", name: "abc\u202ecba", region: "35.78" }, "administration.office.name", "name"],
    [{ code: "new-one", name: "a\u0000b", region: "35.78" }, "administration.office.name", "name"],
    [{ code: "new-one", name: "x" }, "administration.region.missing", "region"],
    [{ code: "new-one", name: "x", region: "35.79" }, "administration.region", "region"],
    [{ code: "new-one", name: "x", region: "35.78.99" }, "administration.region", "region"],
    [{ code: "new-one", name: "x", region: "35.78", parent: "nobody" }, "administration.office.unknown", "parent"],
    [{ code: "new-one", name: "x", region: "35.78", parent: "new-one" }, "administration.office.circle", "parent"],
    [{ code: "board", parent: "youth" }, "administration.office.circle", "parent"],
    [{ code: "youth", parent: "grounds", region: "35.78" }, undefined, undefined],
    [{ code: "grounds", region: "35.78.05" }, undefined, undefined],
    [{ code: "youth", region: "35.78.08" }, "administration.office.outside", "region"],
  ])("%j → %s", async (office, message, field) => {
    const answer = await administration.saveOffices(terminal(), [office]);
    expect(messageOf(answer)).toEqual(message === undefined ? undefined : [message, field]);
  });

  it("of a list come whole or not at all; the fault is told with its line", async () => {
    const before = (await administration.offices()).length;
    const answer = await administration.saveOffices(terminal(), [
      { code: "good-one", name: "Good", region: "35.78", line: 2 },
      { code: "bad-one", name: "Bad", region: "nowhere", line: 3 },
    ]);
    expect(answer).toMatchObject({ error: { field: "region", params: { line: 3, region: "nowhere" } } });
    const twice = await administration.saveOffices(terminal(), [
      { code: "good-one", name: "Good", region: "35.78", line: 2 },
      { code: "good-one", name: "Good again", region: "35.78", line: 3 },
    ]);
    expect(twice).toMatchObject({ error: { message: "administration.office.twice", params: { line: 3 } } });
    const circle = await administration.saveOffices(terminal(), [
      { code: "ring-a", name: "A", region: "35.78", parent: "ring-b" },
      { code: "ring-b", name: "B", region: "35.78", parent: "ring-a" },
    ]);
    expect(messageOf(circle)).toEqual(["administration.office.circle", "parent"]);
    expect(await administration.offices()).toHaveLength(before);
  });
});

describe("officers", () => {
  it("are added with a role and a link, which the same request gives again; name and link stand in no record", async () => {
    const by = terminal();
    const input = newOfficer({ name: "Siti Rahasia" });
    const link = must(await administration.addOfficer(by, input));
    expect(link.url).toMatch(/^https:\/\/club\.example\/masuk\/petugas\/siapkan\/[\w-]{43}$/);
    expect(must(await administration.addOfficer(by, input))).toEqual(link);
    expect(messageOf(await administration.addOfficer(terminal(), input))).toEqual([
      "administration.officer.exists",
      "username",
    ]);
    const officer = await officerOf(input.username);
    expect(officer).toMatchObject({ state: "invited", roles: [{ role: "agency-officer" }] });
    const id = officer?.accountId ?? "";
    expect((await historyOf(id)).map(({ kind, facts }) => [kind, facts])).toEqual([
      ["added", {}],
      ["assigned", { role: "agency-officer" }],
    ]);
    expect((await entriesOf(id)).map(({ kind }) => kind)).toEqual(["officer.added", "officer.assigned"]);
    const kept = await database.owner.pool.query<{ line: string }>(
      "select t::text as line from command.idempotency t union all select t::text from command.history t union all select t::text from ledger.entry t",
    );
    const secret = link.url.split("/").at(-1) ?? "";
    const text = kept.rows.map(({ line }) => line).join("\n");
    expect(text).toContain(id);
    for (const hidden of ["Siti Rahasia", secret, input.username]) expect(text).not.toContain(hidden);
  });

  it.each([
    [{ username: "x" }, "accounts.username.invalid", "username"],
    [{ name: "" }, "accounts.officer-name.invalid", "name"],
    [{ email: "no address" }, "accounts.email.invalid", "email"],
    [{ role: "king" }, "administration.role.unknown", "role"],
    [{ role: "resident" }, "administration.role.unknown", "role"],
    [{ office: "nowhere" }, "administration.office.unknown", "office"],
  ])("with %j are refused: %s", async (change, message, field) => {
    const before = (await administration.officers()).length;
    expect(messageOf(await administration.addOfficer(terminal(), newOfficer(change)))).toEqual([message, field]);
    expect(await administration.officers()).toHaveLength(before);
  });

  it("get and lose roles, each told once in history", async () => {
    const { username } = newOfficer();
    must(await administration.addOfficer(terminal(), newOfficer({ username })));
    const role = { username, role: "verifier", office: "board" };
    expect(must(await administration.assignRole(terminal(), role))).toBe(true);
    expect(must(await administration.assignRole(terminal(), role))).toBe(false);
    expect((await officerOf(username))?.roles.map((held) => held.role)).toEqual(["agency-officer", "verifier"]);
    expect(must(await administration.endRole(terminal(), role))).toBe(true);
    expect(must(await administration.endRole(terminal(), role))).toBe(false);
    const id = (await officerOf(username))?.accountId ?? "";
    expect((await historyOf(id)).map(({ kind }) => kind)).toEqual(["added", "assigned", "assigned", "role-ended"]);
    for (const act of [administration.assignRole, administration.endRole]) {
      expect(messageOf(await act(terminal(), { ...role, username: "nobody" }))?.[0]).toBe(
        "administration.officer.unknown",
      );
      expect(messageOf(await act(terminal(), { ...role, role: "boss" }))?.[1]).toBe("role");
      expect(messageOf(await act(terminal(), { ...role, office: "moon" }))?.[1]).toBe("office");
    }
  });

  it("cannot change their own account or role, whatever they are", async () => {
    const { username } = newOfficer();
    must(await administration.addOfficer(terminal(), newOfficer({ username, role: "operator", office: "board" })));
    const accountId = (await officerOf(username))?.accountId ?? "";
    const self = (): Administrator => ({ kind: "officer", accountId, key: newId() });
    const own = ["administration.officer.own", null];
    expect(messageOf(await administration.assignRole(self(), { username, role: "auditor", office: "board" }))).toEqual(
      own,
    );
    expect(
      messageOf(
        await administration.assignRole(self(), { username: username.toUpperCase(), role: "auditor", office: "board" }),
      ),
    ).toEqual(own);
    expect(messageOf(await administration.endRole(self(), { username, role: "operator", office: "board" }))).toEqual(
      own,
    );
    expect(messageOf(await administration.disableOfficer(self(), username))).toEqual(own);
    expect(messageOf(await administration.resetOfficer(self(), { username, reopen: true }))).toEqual(own);
    expect((await officerOf(username))?.roles).toHaveLength(1);
    // Others they may: with their own name in history.
    const other = newOfficer();
    must(await administration.addOfficer(self(), other));
    const id = (await officerOf(other.username))?.accountId ?? "";
    expect((await historyOf(id))[0]?.actor).toBe(`officer:${accountId}`);
  });

  it("closed lose roles, sessions and links; opened again they have a new link and no role", async () => {
    const input = newOfficer();
    must(await administration.addOfficer(terminal(), input));
    const { username } = input;
    const id = (await officerOf(username))?.accountId ?? "";
    expect(must(await administration.disableOfficer(terminal(), username))).toBe(true);
    expect(must(await administration.disableOfficer(terminal(), username))).toBe(false);
    expect(await officerOf(username)).toMatchObject({ state: "disabled", roles: [] });
    expect(await assignmentsOf(club.db.query, id, club.clock.now())).toEqual([]);
    const closed = ["administration.officer.closed", "username"];
    expect(
      messageOf(await administration.assignRole(terminal(), { username, role: "verifier", office: "board" })),
    ).toEqual(closed);
    expect(messageOf(await administration.resetOfficer(terminal(), { username, reopen: false }))).toEqual(closed);
    const link = must(await administration.resetOfficer(terminal(), { username, reopen: true }));
    expect(link.url).toContain("/siapkan/");
    expect(await officerOf(username)).toMatchObject({ state: "invited", roles: [] });
    expect((await historyOf(id)).map(({ kind }) => kind)).toEqual([
      "added",
      "assigned",
      "disabled",
      "role-ended",
      "enabled",
      "reset",
    ]);
  });

  it("are told to the head of the office, or the nearest above, when they are new there", async () => {
    const head = newOfficer({ role: "head-of-office", office: "board" });
    must(await administration.addOfficer(terminal(), head));
    expect(told.filter(({ to }) => to.kind !== "account")).toEqual([]);
    told = [];
    const input = newOfficer({ office: "grounds" });
    must(await administration.addOfficer(terminal(), input));
    expect(told).toMatchObject([
      {
        to: { kind: "account", accountId: (await officerOf(head.username))?.accountId },
        key: "administration.notice.assigned",
        params: { username: input.username, office: "Office grounds" },
      },
    ]);
  });

  it("and the heads of their offices are told of a new link, also when their roles have just been taken", async () => {
    const head = newOfficer({ role: "head-of-office", office: "board" });
    must(await administration.addOfficer(terminal(), head));
    const headId = (await officerOf(head.username))?.accountId;
    const input = newOfficer({ office: "grounds" });
    must(await administration.addOfficer(terminal(), input));
    const { username } = input;
    const id = (await officerOf(username))?.accountId;
    const own = {
      to: { kind: "account", accountId: id },
      key: "administration.notice.own-link",
      link: "/konsol/kabar",
    };
    const heads = () => told.filter(({ key }) => key === "administration.notice.link");
    for (const before of ["nothing", "end", "disable"]) {
      if (before === "end") must(await administration.endRole(terminal(), { ...input, username }));
      if (before === "disable") must(await administration.disableOfficer(terminal(), username));
      told = [];
      must(await administration.resetOfficer(terminal(), { username, reopen: before === "disable" }));
      expect(heads()).toContainEqual(
        expect.objectContaining({ to: { kind: "account", accountId: headId }, params: { username } }),
      );
      expect(told.filter(({ key }) => key !== "administration.notice.link")).toMatchObject([own]);
    }
    // A head is told of their own link as an officer, not as the head.
    told = [];
    must(await administration.resetOfficer(terminal(), { username: head.username, reopen: false }));
    expect(heads().map(({ to }) => to)).not.toContainEqual({ kind: "account", accountId: headId });
    expect(told.at(-1)).toMatchObject({ ...own, to: { kind: "account", accountId: headId } });
  });
});

describe("routing rules", () => {
  const service = courtRepair.id;
  const rule = { service, key: "clay", region: "35.78", office: "grounds" };

  it("are set from today on unless said otherwise, listed, and ended", async () => {
    expect(
      must(await administration.setRules(terminal(), [rule, { ...rule, key: "grass", from: "2027-01-01" }])),
    ).toEqual({
      set: 2,
      same: 0,
    });
    expect(must(await administration.setRules(terminal(), [rule]))).toEqual({ set: 0, same: 1 });
    const [routed] = await administration.routing();
    expect(routed).toMatchObject({ service, keys: [{ value: "clay" }, { value: "grass" }] });
    expect(routed?.rules.map(({ key, from, source }) => [key, from, source])).toEqual([
      ["clay", "2026-11-23", null],
      ["grass", "2027-01-01", null],
    ]);
    const id = routed?.rules[0]?.id ?? "";
    expect((await historyOf(id)).map(({ kind, facts }) => [kind, facts])).toEqual([
      ["set", { service, key: "clay", from: "2026-11-23" }],
    ]);
    expect((await entriesOf(id)).map(({ kind }) => kind)).toEqual(["routing-rule.set"]);
    const { office: _office, ...which } = rule;
    expect(must(await administration.endRule(terminal(), which))).toBe(true);
    expect(must(await administration.endRule(terminal(), which))).toBe(false);
    expect((await historyOf(id)).map(({ kind }) => kind)).toEqual(["set", "ended"]);
  });

  it.each([
    [{ service: "club.nothing" }, "administration.rule.service", "service"],
    [{ key: "sand" }, "administration.rule.key", "key"],
    [{ region: "" }, "administration.region.missing", "region"],
    [{ region: "31.71" }, "administration.region", "region"],
    [{ office: "moon" }, "administration.office.unknown", "office"],
    [{ from: "2026-02-30" }, "administration.rule.day", "from"],
    [{ from: "yesterday" }, "administration.rule.day", "from"],
    [{ source: "x".repeat(201) }, "administration.rule.source", "source"],
  ])("with %j are refused: %s", async (change, message, field) => {
    expect(messageOf(await administration.setRules(terminal(), [rule, { ...rule, ...change }]))).toEqual([
      message,
      field,
    ]);
  });
});
