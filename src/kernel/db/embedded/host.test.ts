import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lockDataFolder } from "./host.ts";

it("says in a sentence why a data folder cannot be used, and never waits for ever", () => {
  const folder = mkdtempSync(join(tmpdir(), "balai-host-"));
  try {
    const file = join(folder, "file");
    writeFileSync(file, "");
    for (const path of [file, join(file, "below"), "/proc/balai"]) {
      const lock = lockDataFolder(path);
      expect(lock.ok ? "" : lock.error, path).toMatch(/^The folder .* \(BALAI_DATA\) cannot be used: /);
    }
    const made = lockDataFolder(join(folder, "a", "b"));
    expect(made.ok).toBe(true);
    if (made.ok) made.value.release();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
