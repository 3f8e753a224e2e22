import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildApp, modules, publishSeeds } from "../../src/app.ts";
import { readConfig } from "../../src/kernel/config/index.ts";
import { newId, newPublicCode } from "../../src/kernel/ids/index.ts";
import { createLog } from "../../src/kernel/log/index.ts";
import { definitionHash, type ServiceDefinition } from "../../src/kernel/services/index.ts";
import { systemClock } from "../../src/kernel/time/index.ts";
import { type TestApp, testApp } from "../support/app.ts";

let test: TestApp;
const dataFolder = mkdtempSync(join(tmpdir(), "balai-versions-"));
const known = modules.flatMap((module) => module.services ?? []).map(({ definition }) => definition);
const [report] = known;
if (report === undefined) throw new Error("no module has a service");

beforeAll(async () => {
  test = await testApp();
});
afterAll(async () => {
  await test.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** What the operator reads when the program does not start on this database; undefined: it does. */
async function refusal(): Promise<string | undefined> {
  const config = readConfig({ BALAI_DATA: dataFolder });
  if (!config.ok) throw new Error("bad settings");
  try {
    const deps = { databaseUrl: test.database.url, clock: systemClock, log: createLog({ level: "error" }) };
    const assembled = await buildApp({ ...deps, config: config.value, phase: () => "serving" });
    await assembled.app.close();
    await assembled.close();
    return undefined;
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}

const standingOn = (service: string, version: number) =>
  sql`insert into cases.case (id, code, service, version, state, office_id, region, visibility, channel, headline, created_at, state_since, due_at,
      calendar_complete, act_by)
    values (${newId()}, ${newPublicCode()}, ${service}, ${version}, 'submitted', ${newId()}, '35.78', 'private', 'web', '', now(), now(), now(), true, now())`.execute(
    test.database.owner.query,
  );
const publish = (definition: ServiceDefinition, hash: string) =>
  sql`insert into services.definition (id, version, hash, body, from_day, published_at)
    values (${definition.id}, ${definition.version}, ${hash}, ${JSON.stringify(definition)}::json, ${definition.from}::date, now())`.execute(
    test.database.owner.query,
  );
const clear = async () => {
  await sql`delete from cases.case`.execute(test.database.owner.query);
  await sql`delete from services.definition`.execute(test.database.owner.query);
};

describe("published versions of services", () => {
  it("are imported at start: every definition of every module, once", async () => {
    await publishSeeds(test.kernel);
    await publishSeeds(test.kernel);
    const rows = await sql<{ id: string; hash: string }>`select id, hash from services.definition`.execute(
      test.database.owner.query,
    );
    expect(rows.rows.map(({ id }) => id).toSorted()).toEqual(known.map(({ id }) => id).toSorted());
    for (const { id, hash } of rows.rows)
      expect(definitionHash(known.find((definition) => definition.id === id) ?? report)).toBe(hash);
    expect(await refusal()).toBeUndefined();
    await clear();
  });

  it("whose content was changed under the same version stop the start with a sentence", async () => {
    const changed = { ...report, summary: report.title };
    await publish(changed, definitionHash(changed));
    expect(await refusal()).toBe(
      `Version ${report.version} of the service ${report.id} was published with other content, and cases may stand on it: give the new content a new version.`,
    );
    await clear();
  });

  it("in use cannot vanish: a case on a version that is nowhere stops the start with a sentence", async () => {
    await standingOn("reports.report", 77);
    await standingOn("tennis.court", 1);
    expect(await refusal()).toBe(
      ["reports.report", "tennis.court"]
        .map(
          (id) =>
            `Cases stand on version ${id === "tennis.court" ? 1 : 77} of the service ${id}, which this program does not have: start a program that has it.`,
        )
        .join("\n"),
    );
    await clear();
  });

  it("stay served from their rows when the code has moved on", async () => {
    const older = { ...report, version: 77, from: "2099-01-01" };
    await publish(older, definitionHash(older));
    await standingOn(report.id, 77);
    expect(await refusal()).toBeUndefined();
    await clear();
  });
});
