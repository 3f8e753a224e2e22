import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type RunningServer, startServer } from "../../e2e/support/server.ts";
import { ensureBuilt, pinnedNode, root } from "../../scripts/setup.mjs";
import { demoStories } from "../../src/demo/stories.ts";
import { startChild } from "../support/child.ts";

const publicStories = demoStories.filter(({ visibility }) => visibility !== "private").length;

let dataFolder: string;
let server: RunningServer | undefined;
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), "balai-demo-"));
});
afterEach(async () => {
  await server?.remove();
  rmSync(dataFolder, { recursive: true, force: true });
});

it("a demo whose first start was killed while it was being filled is whole after the next one", async () => {
  ensureBuilt();
  const first = startChild(pinnedNode, [join(root, "dist/main.js"), "start"], {
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "", PORT: "0", BALAI_DATA: dataFolder },
  });
  await first.lineWith("Filling the demo");
  await pause(700);
  first.process.kill("SIGKILL");
  await first.ended;
  expect(first.output()).not.toContain("Balai serves");

  server = await startServer({ dataFolder });
  const numbers = (await (await fetch(`${server.url}/api/reports/numbers`)).json()) as { total: number };
  expect(numbers.total).toBe(publicStories);
  // And then nothing is told anew.
  await server.stop();
  server = await startServer({ dataFolder });
  expect(await (await fetch(`${server.url}/api/reports/numbers`)).json()).toMatchObject({ total: publicStories });
  expect(server.logs()).not.toContain("Filling the demo");
}, 180_000);
