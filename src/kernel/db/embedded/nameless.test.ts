import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startChild, type TestChild } from "../../../../test/support/child.ts";
import { runToEnd } from "./child.ts";
import { giveTo } from "./identity.ts";
import { processesIn } from "./living.ts";
import { copyForOrdinaryUser } from "./test-home.ts";

vi.setConfig({ testTimeout: 90_000 });

const asRoot = process.getuid?.() === 0;
/** A number to which no machine gives a name: `docker run --user 54321`. */
const nameless = { uid: 54321, gid: 54321 };
const asNobody = ["--user", "--map-user=65534", "--map-group=65534", "--", "true"];
const mayRename = asRoot && (await runToEnd({ command: "unshare", args: asNobody, ...nameless })).code === 0;

let home: string;
const children: TestChild[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "balai-nameless-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.process.stdin.end();
    await child.ended;
  }
  rmSync(home, { recursive: true });
});

function hostAs(path: string): TestChild {
  copyForOrdinaryUser(home);
  giveTo(home, nameless);
  const data = join(home, "data");
  const child = startChild(join(home, "node"), [join(home, "src/kernel/db/embedded/host.child.ts"), data], {
    ...nameless,
    cwd: home,
    env: { PATH: path, HOME: home },
  });
  children.push(child);
  return child;
}

it.skipIf(!mayRename)("runs for an ordinary user without a name; all files are the user's own", async () => {
  const child = hostAs(process.env["PATH"] ?? "");
  const { way } = JSON.parse(await child.line());
  expect(way).toBe("self");
  const data = join(home, "data", "postgres");
  expect(statSync(data)).toMatchObject(nameless);
  expect(statSync(join(data, "PG_VERSION"))).toMatchObject(nameless);
  child.process.stdin.end();
  expect(await child.ended).toBe(0);
  expect(processesIn(data)).toEqual([]);
});

it.skipIf(!asRoot)("says what to do where such a user may not give itself a name", async () => {
  const tools = join(home, "tools");
  mkdirSync(tools);
  writeFileSync(join(tools, "unshare"), "#!/bin/sh\necho 'unshare failed: Operation not permitted' >&2\nexit 1\n");
  chmodSync(join(tools, "unshare"), 0o755);
  const child = hostAs(`${tools}:${process.env["PATH"]}`);
  expect(await child.ended).toBe(1);
  expect(child.output()).toContain(
    "user number 54321 has none here (unshare failed: Operation not permitted). Do one of these: add a line for it to /etc/passwd",
  );
});
