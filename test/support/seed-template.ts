import type { Database } from "../../src/kernel/db/index.ts";

/** Rows that every test database has from the start; runs once per test run, on the template, as the owner role. */
export async function seedTemplate(_owner: Database): Promise<void> {}
