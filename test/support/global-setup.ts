import type { TestProject } from "vitest/node";
import { seedTemplate } from "./seed-template.ts";
import { makeTemplate, startTestPostgres, type TestServer } from "./test-server.ts";

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
  const own = running === undefined ? await startTestPostgres() : undefined;
  try {
    const { server, drop } = await makeTemplate(own?.adminUrl ?? running ?? "", seedTemplate);
    project.provide("testServer", server);
    return () => (own ? own.remove() : drop());
  } catch (error) {
    await own?.remove();
    throw error;
  }
}
