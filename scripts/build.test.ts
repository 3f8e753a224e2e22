import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { projectRoot } from "../src/kernel/config/index.ts";

vi.setConfig({ testTimeout: 90_000 });

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "balai-build-"));
  for (const name of ["package.json", "tsconfig.json", "tsconfig.build.json", "vite.config.ts", "scripts/build.mjs"])
    cpSync(join(projectRoot, name), join(root, name));
  symlinkSync(join(projectRoot, "node_modules"), join(root, "node_modules"));
  put("src/main.ts", 'import { word } from "./part/word.ts";\nconsole.log(word);\n');
  put("src/part/word.ts", 'export const word: string = "built";\n');
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function build(): { status: number | null; output: string } {
  const done = spawnSync(process.execPath, ["scripts/build.mjs"], { cwd: root, encoding: "utf8" });
  return { status: done.status, output: done.stdout + done.stderr };
}

function manifest(): Record<string, string> {
  return JSON.parse(readFileSync(join(root, "dist/public/manifest.json"), "utf8"));
}

it("compiles the program, and writes an empty manifest when there is nothing for the browser", () => {
  expect(build()).toEqual({ status: 0, output: "" });
  expect(manifest()).toEqual({});
  expect(spawnSync(process.execPath, [join(root, "dist/main.js")], { encoding: "utf8" }).stdout).toBe("built\n");
});

it("bundles browser code under hashed names and copies static files as they are", () => {
  put("src/part/browser/map.ts", 'import { pin } from "./parts/pin.ts";\ndocument.title = pin;\n');
  put("src/part/browser/parts/pin.ts", 'export const pin = "pinned-here";\n');
  put("src/part/browser/map.css", "main { color: teal; }\n");
  put("src/part/public/favicon.svg", "<svg/>");
  put("src/part/public/.well-known/security.txt", "Contact: x");
  put("src/part/pages/public/page.tsx", "export const code = 1;\n");
  expect(build()).toEqual({ status: 0, output: "" });
  const files = manifest();
  expect(Object.keys(files).sort()).toEqual(["part/browser/map.css", "part/browser/map.ts"]);
  expect(files["part/browser/map.ts"]).toMatch(/^map-[\w-]{8}\.js$/);
  const asset = (source: string): string => readFileSync(join(root, "dist/public/assets", files[source] ?? ""), "utf8");
  expect(asset("part/browser/map.ts")).toContain("pinned-here");
  expect(asset("part/browser/map.css")).toContain("color:teal");
  const top = readdirSync(join(root, "dist/public")).sort();
  expect(top).toEqual([".well-known", "assets", "favicon.svg", "manifest.json"]);
  expect(existsSync(join(root, "dist/part/browser"))).toBe(false);
});

it("leaves the last build as it was when the sources are wrong", () => {
  expect(build().status).toBe(0);
  put("src/part/word.ts", "export const word: string = 7;\n");
  const failed = build();
  expect(failed.status).toBe(1);
  expect(failed.output).toContain("Type 'number' is not assignable to type 'string'");
  expect(spawnSync(process.execPath, [join(root, "dist/main.js")], { encoding: "utf8" }).stdout).toBe("built\n");
  expect(readdirSync(root).filter((name) => name.startsWith("dist"))).toEqual(["dist"]);
});
