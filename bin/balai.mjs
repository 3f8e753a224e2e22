#!/usr/bin/env node
// Runs a command of Balai on the pinned Node. Plain JavaScript that runs on Node ≥ 20.
import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { memoryEnvironment, memoryFlags } from "./memory.mjs";

const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));
const node = join(root, "node_modules", "node", "bin", "node");
const program = join(root, "dist", "main.js");

for (const file of [node, program]) {
  if (existsSync(file)) continue;
  process.stderr.write("Balai is not built yet: run `npm start` once, or `npm ci` and `npm run build`.\n");
  process.exit(1);
}

// The channel tells the program when this process is gone, even by kill -9.
const child = spawn(node, [...memoryFlags, program, ...process.argv.slice(2)], {
  stdio: ["inherit", "inherit", "inherit", "ipc"],
  env: { ...memoryEnvironment, ...process.env },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.once("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
