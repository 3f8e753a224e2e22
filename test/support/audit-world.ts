import { type RawBuilder, sql } from "kysely";
import { expect } from "vitest";
import { assignmentsOf } from "../../src/kernel/access/index.ts";
import type { Doer } from "../../src/kernel/cases/index.ts";
import { newId, type Uuid } from "../../src/kernel/ids/index.ts";
import type { Problem, Result } from "../../src/kernel/result/index.ts";
import type { DraftAnswers } from "../../src/kernel/services/index.ts";
import { runAudit } from "../../src/modules/transparency/index.ts";
import type { TestApp } from "./app.ts";

export const must = <T>(result: Result<T, Problem>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

export const guest = (caseId?: Uuid): Doer => ({
  actor: caseId === undefined ? { kind: "public" } : { kind: "guest", caseId },
  actorKey: "session:guest",
  fileOwnerKey: "session:guest",
});

export const resident = (accountId: Uuid): Doer => ({
  actor: { kind: "resident", accountId, actingFor: null },
  actorKey: `account:${accountId}`,
  fileOwnerKey: `account:${accountId}`,
});

export type AuditWorld = ReturnType<typeof auditWorld>;

/** What tests of the auditor do to the demo, by the program and behind its back. */
export function auditWorld(test: TestApp) {
  const { kernel, clock, database } = test;
  /** As whoever owns the database. */
  const owner = async <Row>(statement: RawBuilder<Row>): Promise<Row> =>
    (await statement.execute(database.owner.query)).rows[0] as Row;

  /** What a run says, one line each. */
  async function told(whole = true): Promise<readonly string[]> {
    const run = await runAudit(kernel, { whole });
    expect(run.differences).toHaveLength(run.found);
    return run.differences.map(({ kind, table, row, traits }) => [kind, table, row, ...traits].join(" "));
  }

  return {
    owner,
    told,
    /** Does something behind the program's back; gives what the auditor names that it did not name before. */
    async afterAttack(...statements: readonly RawBuilder<unknown>[]): Promise<readonly string[]> {
      const before = new Set(await told());
      for (const statement of statements) await owner(statement);
      return (await told()).filter((line) => !before.has(line)).toSorted();
    },
    /** Two open reports with sealed answers. */
    async twoCases(): Promise<readonly [Uuid, Uuid]> {
      const found = await sql<{ id: Uuid }>`select c.id from cases.case c join cases.content s on s.case_id = c.id
        where closed_at is null and s.action = 'submit' and s.sealed is not null order by c.id limit 2`.execute(
        database.owner.query,
      );
      const [one, other] = found.rows;
      if (one === undefined || other === undefined) throw new Error("the demo has no two open reports");
      return [one.id, other.id];
    },
    async openBook(): Promise<string> {
      // The page is kept for a second.
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      const headers = { accept: "text/html", cookie: "bahasa=id" };
      return (await test.app.inject({ url: "/buku-terbuka", headers })).body;
    },
    async officer(username: string): Promise<Doer> {
      const accountId = (await kernel.accounts.officerNamed(kernel.db.query, username))?.accountId ?? "";
      const assignments = await assignmentsOf(kernel.db.query, accountId, clock.now());
      const key = `account:${accountId}`;
      return { actor: { kind: "officer", accountId, assignments }, actorKey: key, fileOwnerKey: key };
    },
    async report(doer: Doer, landmark: string): Promise<Uuid> {
      const answers: DraftAnswers = {
        kind: "complaint",
        category: "road-damage",
        what: `Lubang 1e3 dekat ${landmark} \u00e9 \ud83d\udea7.`,
        where: { region: "35.78.05.1004", landmark, point: { lat: -7.28034, lng: 112.7 } },
        photos: null,
        visibility: "public",
        name: "Wagiman Sentosa",
        contact: "0812-9999-0000",
      };
      const submission = { service: "reports.report", version: 3, answers, channel: "web", key: newId() } as const;
      return must(await kernel.cases.submit(submission, doer)).caseId;
    },
    async act(caseId: Uuid, action: string, by: Doer, answers: DraftAnswers = {}): Promise<void> {
      clock.advance(60_000);
      must(await kernel.cases.act({ caseId, action, answers, key: newId() }, by));
    },
  };
}
