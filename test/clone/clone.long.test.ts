import { statSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestChild } from "../support/child.ts";
import { type Clone, freshClone, interrupt, ordinaryUser } from "./clone.ts";

const firstMs = 900_000;

const others = ordinaryUser();
const cases = [
  { who: "whoever runs the tests", user: undefined, runs: true },
  { who: "an ordinary user", user: others, runs: others !== undefined },
];

/** Waits until the page answers 200; throws with what was printed when the program ends before. */
async function until200(child: TestChild, url: string): Promise<void> {
  let ended: unknown;
  void child.ended.then((code) => {
    ended = code ?? "a signal";
  });
  for (;;) {
    const status = await fetch(url).then(
      ({ status: found }) => found,
      () => 0,
    );
    if (status === 200) return;
    if (ended !== undefined) throw new Error(`npm start ended (${ended}) after saying:\n${child.output()}`);
    await pause(100);
  }
}

/** Ctrl-C; then nothing of it may be left. */
async function stop(clone: Clone, child: TestChild): Promise<void> {
  interrupt(child);
  await child.ended;
  expect(child.output()).toContain("Stopped.");
  await expect.poll(() => clone.processes(), { timeout: 10_000 }).toEqual([]);
  await expect(fetch(clone.url)).rejects.toThrow();
}

describe.each(cases)("a fresh clone of $who", ({ user, runs }) => {
  let clone: Clone;
  beforeAll(async () => {
    if (runs) clone = await freshClone(user);
  }, firstMs);
  afterAll(async () => {
    if (runs) await clone.remove();
  }, 60_000);

  it.skipIf(!runs)(
    "opens with npm start, stops wholly on Ctrl-C, and opens again in seconds with all it had",
    async () => {
      expect(statSync(clone.folder).uid).toBe(user?.uid ?? process.getuid?.());
      expect(statSync(`${clone.folder}/..`).mode & 0o777).toBe(0o700);
      const first = clone.npm("start");
      await until200(first, `${clone.url}/`);
      await until200(first, `${clone.url}/readyz`);
      for (const sentence of [
        "Installing packages",
        "Building",
        "Making the database",
        "Loading the regions",
        "Filling the demo",
      ])
        expect(first.output()).toContain(sentence);
      const sent = await fetch(`${clone.url}/api/services/reports.report/cases`, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": "a-report-in-a-fresh-clone" },
        body: JSON.stringify({
          version: 3,
          answers: {
            kind: "complaint",
            category: "road-damage",
            what: "Lubang besar di jalur kiri, sudah dua motor jatuh.",
            where: { region: "35.78.05.1004", landmark: "Depan SDN Keputran I" },
            visibility: "name-hidden",
          },
        }),
      });
      expect([sent.status, await sent.clone().text()]).toEqual([201, expect.stringContaining("code")]);
      const { code } = (await sent.json()) as { code: string };
      await stop(clone, first);

      const begin = performance.now();
      const second = clone.npm("start");
      await until200(second, `${clone.url}/readyz`);
      expect(performance.now() - begin).toBeLessThan(30_000);
      expect(second.output()).not.toMatch(/Installing|Building|Making|Filling/);
      expect((await fetch(`${clone.url}/laporan/${code.replaceAll("-", "")}`)).status).toBe(200);
      await stop(clone, second);
    },
    firstMs,
  );
});
