import { describe, expect, it } from "vitest";
import { oneWritePath, ownTablesOnly, tablesOf } from "./tables.ts";
import { readTree, treeOf } from "./tree.ts";

const migrations = {
  "src/modules/reports/migrations/0001_reports.sql": "create schema reports;\ncreate table reports.report (id uuid);",
  "src/modules/floods/migrations/0001_floods.sql": "create schema floods;\ncreate table floods.gauge (id uuid);",
};
const plant = (file: string, text: string) => ownTablesOnly(treeOf({ ...migrations, [file]: text }));

describe("each part uses its own tables only", () => {
  it("holds in the sources", () => {
    expect(ownTablesOnly(readTree(["src"]))).toEqual([]);
  });

  it("knows the tables of the sources", () => {
    expect([...tablesOf(readTree(["src"]))]).toContain("command.history");
  });

  it.each([
    ["a query", 'export const q = (db) => db.selectFrom("reports.report as r").selectAll();'],
    ["a query of several tables", 'export const q = (db) => db.selectFrom(["floods.gauge", "reports.report"]);'],
    ["a join", 'export const q = (db) => db.selectFrom("floods.gauge").innerJoin("reports.report", "a", "b");'],
    ["a write", 'export const q = (db) => db.insertInto("reports.report").values({});'],
    ["SQL in a template", "export const q = sql`select 1 from reports.report where id = ${1}`;"],
    ["SQL in a string", 'export const q = "DELETE FROM reports.report";'],
    ["quoted names", 'export const q = sql`select 1 from "reports"."report"`;'],
  ])("catches %s", (_what, text) => {
    expect(plant("src/modules/floods/store.ts", text)).toEqual([
      expect.stringMatching(/^src\/modules\/floods\/store\.ts:1: names reports\.report$/),
    ]);
  });

  it("catches a foreign key, a view and a schema in a migration", () => {
    const file = "src/modules/floods/migrations/0002_more.sql";
    expect(plant(file, "create table floods.x (\n  id uuid references reports.report);")).toEqual([
      `${file}:2: names reports.report`,
    ]);
    expect(plant(file, "create view floods.v as select * from reports.report;")).toHaveLength(1);
    expect(plant(file, "create schema hidden;")).toEqual([`${file}:1: makes the schema hidden`]);
    expect(plant(file, "-- unlike reports.report\ncomment on table floods.gauge is 'see reports.report';")).toEqual([]);
  });

  it("takes neither own tables nor message keys for a fault", () => {
    const text = 'export const q = [db.selectFrom("reports.report"), t("floods.gauge"), { action: "floods.gauge" }];';
    expect(plant("src/modules/reports/store.ts", text)).toEqual([]);
  });
});

describe("one write path", () => {
  const write = (file: string, text: string) => oneWritePath(treeOf({ [file]: text }));

  it("holds in the sources", () => {
    expect(oneWritePath(readTree(["src"]))).toEqual([]);
  });

  it.each([
    ["history", 'export const q = (tx) => tx.insertInto("command.history").values({});'],
    ["the outbox", "export const q = sql`insert into command.outbox (id) values (${1})`;"],
    ["idempotency keys", 'export const q = "delete from command.idempotency";'],
    ["ledger entries", 'export const q = (tx) => tx.updateTable("ledger.entry").set({});'],
    ["the ledger by its door", "export const q = (deps, tx) => deps.ledger.append(tx, [], 1);"],
  ])("catches a module that writes %s", (_what, text) => {
    expect(write("src/modules/reports/store.ts", text)).toHaveLength(1);
  });

  it("lets kernel/command write, and others read", () => {
    const text = 'export const q = (tx, ledger) => [tx.insertInto("command.history"), ledger.append(tx, [], 1)];';
    expect(write("src/kernel/command/command.ts", text)).toEqual([]);
    expect(
      write("src/kernel/command/command.ts", 'export const q = (tx) => tx.insertInto("ledger.entry");'),
    ).toHaveLength(1);
    expect(write("src/modules/reports/a.ts", 'export const q = "select 1 from command.history";')).toEqual([]);
  });
});
