import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { makeCluster } from "../../src/kernel/db/embedded/cluster.ts";
import { embeddedUrl } from "../../src/kernel/db/embedded/credentials.ts";
import { startPostgres } from "../../src/kernel/db/embedded/server.ts";
import { makeTemplate, type TestServer } from "./test-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/**
 * Vitest's global set-up: one PostgreSQL for the whole run in a temporary folder, with a migrated template database.
 * With BALAI_TEST_PG (superuser's URL of a running PostgreSQL 18) that server is used instead, and left as it was.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env["BALAI_TEST_PG"];
  const own = running === undefined ? await startOwn() : undefined;
  try {
    const { server, drop } = await makeTemplate(own?.adminUrl ?? running ?? "");
    project.provide("testServer", server);
    return () => (own ? own.remove() : drop());
  } catch (error) {
    await own?.remove();
    throw error;
  }
}

async function startOwn(): Promise<{ adminUrl: string; remove(): Promise<void> }> {
  const dataFolder = await mkdtemp(join(tmpdir(), "balai-test-"));
  const cluster = await makeCluster({ dataFolder, durable: false });
  if (!cluster.ok) throw new Error(cluster.error);
  const postgres = await startPostgres(cluster.value, dataFolder, false);
  if (!postgres.ok) throw new Error(postgres.error);
  return {
    adminUrl: embeddedUrl(dataFolder, postgres.value.port, "superuser", "postgres"),
    async remove() {
      await postgres.value.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
