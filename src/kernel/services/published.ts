import { sql } from "kysely";
import type { Queryable, Tx } from "../db/index.ts";
import { err, ok, type Result } from "../result/index.ts";
import type { ServiceDefinition } from "./definition.ts";
import { definitionHash } from "./definition-hash.ts";

/**
 * Publishes definitions that come with the code. One that is published already changes nothing; one whose content differs from what was
 * published under its version is refused. Gives one sentence for each that is refused, for the operator; the caller then rolls back.
 */
export async function importSeeds(
  tx: Tx,
  definitions: readonly ServiceDefinition[],
  at: Date,
): Promise<Result<void, string[]>> {
  const faults: string[] = [];
  for (const definition of definitions) {
    const { id, version, from } = definition;
    const hash = definitionHash(definition);
    await sql`insert into services.definition (id, version, hash, body, from_day, published_at)
      values (${id}, ${version}, ${hash}, ${JSON.stringify(definition)}::json, ${from}::date, ${at}) on conflict (id, version) do nothing`.execute(
      tx,
    );
    // Read after the insert: another process may have been first.
    const kept = await sql<{
      hash: string;
    }>`select hash from services.definition where id = ${id} and version = ${version}`.execute(tx);
    if (kept.rows[0]?.hash !== hash) faults.push(changedAfterPublishing(definition));
  }
  return faults.length > 0 ? err(faults) : ok(undefined);
}

/** What the operator is told of a definition whose content is not what was published under its version. */
export function changedAfterPublishing({ id, version }: Pick<ServiceDefinition, "id" | "version">): string {
  return `Version ${version} of the service ${id} was published with other content, and cases may stand on it: give the new content a new version.`;
}

/** Every published version, by id, then version. Throws when a row is not what its hash says: somebody changed it. */
export async function readPublished(db: Queryable): Promise<ServiceDefinition[]> {
  const found = await sql<{ hash: string; body: ServiceDefinition }>`
    select hash, body from services.definition order by id, version`.execute(db);
  return found.rows.map(({ hash, body }) => {
    if (definitionHash(body) !== hash)
      throw new Error(`the published service ${body.id} v${body.version} is not what its hash says`);
    return body;
  });
}
