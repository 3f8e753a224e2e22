import { describe, expect, it } from "vitest";
import { appendOnlyGrants, appendOnlyTables } from "./grants.ts";
import { readTree, treeOf } from "./tree.ts";

const plant = (grant: string) =>
  appendOnlyGrants(
    treeOf({
      "src/modules/aid/migrations/0001_aid.sql": `create table aid.payment (id uuid);
comment on table aid.payment is 'Append-only. Money paid, with the person''s receipt.';
create table aid.draft (id uuid);
${grant}`,
    }),
  );

describe("append-only tables are granted SELECT and INSERT only", () => {
  it("holds in the migrations", () => {
    expect(appendOnlyGrants(readTree(["src"]))).toEqual([]);
  });

  it("knows the append-only tables by their comment", () => {
    expect([...appendOnlyTables(readTree(["src"]))]).toEqual(
      expect.arrayContaining(["command.history", "ledger.entry"]),
    );
    expect(plant("grant select, insert on aid.payment to balai_app;")).toEqual([]);
    expect(plant("grant select, insert, update, delete on aid.draft to balai_app;")).toEqual([]);
  });

  it.each([
    ["UPDATE", "grant select, insert, update on aid.payment to balai_app;"],
    ["UPDATE of a column", "GRANT UPDATE (id) ON TABLE aid.payment TO balai_app;"],
    ["ALL", "grant all on aid.draft, aid.payment to balai_app;"],
    ["DELETE on the schema", "grant select, delete on all tables in schema aid to balai_app;"],
    ["TRUNCATE", "grant truncate\n  on aid.payment\n  to balai_app;"],
    ["default privileges", "alter default privileges in schema aid grant select, update on tables to balai_app;"],
  ])("catches %s", (_what, grant) => {
    expect(plant(grant)).not.toEqual([]);
  });

  it("guards the known books even without a comment", () => {
    const sql = "grant select, insert, delete on command.history to balai_app;";
    expect(appendOnlyGrants(treeOf({ "src/kernel/command/migrations/0002_x.sql": sql }))).toEqual([
      "src/kernel/command/migrations/0002_x.sql:1: grants delete on command.history",
    ]);
  });
});
