// `npm test`: everything that must hold. `--long` runs *.long.test.ts too; other arguments narrow the run to test files.
// Plain JavaScript that runs on Node ≥ 20 with no node_modules; it then goes on under the pinned Node.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt, ensureInstalled, pinnedEnvironment, pinnedNode, root, runsOnPinnedNode } from "./setup.mjs";

process.chdir(root);
if (runsOnPinnedNode() && existsSync(pinnedNode)) await main();
else installAndGoOn();

/** Installs what is missing and runs this file again under the pinned Node. */
function installAndGoOn() {
  try {
    ensureInstalled();
  } catch (error) {
    endWithoutTests(error);
  }
  const again = spawnSync(pinnedNode, [import.meta.filename, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: pinnedEnvironment(),
  });
  process.exit(again.status ?? 1);
}

async function main() {
  try {
    ensureInstalled();
  } catch (error) {
    endWithoutTests(error);
  }
  const args = process.argv.slice(2);
  const long = args.includes("--long");
  const files = args.filter((arg) => arg !== "--long" && arg !== "--");
  const full = files.length === 0;
  const { judge, timePerModule } = await import("../test/verdict.ts");
  const { logFolder, prepareRunFolder, readResults, resultsFile } = await import("../test/results.ts");

  rmSync(resultsFile, { force: true });
  rmSync(logFolder, { recursive: true, force: true });
  prepareRunFolder();

  const steps = [];
  if (full) {
    steps.push(
      ...(await Promise.all([
        tool("types", "tsc", ["-p", "tsconfig.json"]),
        tool("lint", "biome", ["ci", "--error-on-warnings"]),
      ])),
    );
    steps.push(await step("build", async () => void ensureBuilt()));
  }
  const vitestPassed = await runTool("vitest", ["run", ...files], {
    BALAI_TEST_RUN: "1",
    ...(long ? { BALAI_LONG_TESTS: "1" } : {}),
  });
  const results = existsSync(resultsFile) ? readResults() : { tests: [], files: [] };
  if (!vitestPassed && results.tests.every((test) => test.state !== "failed"))
    steps.push({ name: "vitest", passed: false, durationMs: 0 });
  if (full) steps.push(...(await proofSteps(results, long)), await logStep(logFolder));

  const skips = JSON.parse(readFileSync(join(root, "test/skips.json"), "utf8"));
  const verdict = judge(results, steps, skips, full);
  print("", timePerModule(results, steps), "");
  for (const failed of [...steps.filter((step) => !step.passed).map((step) => step.name), ...failedTests(results)])
    print(`Failed: ${failed}`);
  print(...verdict.complaints, verdict.line);
  process.exit(verdict.exitCode);
}

function failedTests(results) {
  return results.tests.filter((test) => test.state === "failed").map((test) => test.id);
}

/** Each page of docs/proof is one test: this run bears out all it claims. */
async function proofSteps(results, long) {
  const { checkProofPages } = await import("../test/proof.ts");
  return checkProofPages(root, results, long).map(({ page, faults }) => {
    for (const fault of faults) print(`${page}: ${fault}`);
    return { name: page, passed: faults.length === 0, durationMs: 0 };
  });
}

/** What the servers of the whole suite logged must show no person. */
function logStep(folder) {
  return step("logs without personal data", async () => {
    const { scanLogs } = await import("../test/personal-data.ts");
    const { demoNames } = await import("../test/demo-names.ts");
    const leaks = scanLogs(folder, demoNames());
    if (leaks.length > 0) throw new Error(leaks.slice(0, 20).join("\n"));
  });
}

function tool(name, command, args) {
  return step(name, async () => {
    if (!(await runTool(command, args))) throw new Error(`${command} found faults (see above).`);
  });
}

async function step(name, work) {
  const start = performance.now();
  try {
    await work();
    return { name, passed: true, durationMs: performance.now() - start };
  } catch (error) {
    print(`${name}: ${error.message}`);
    return { name, passed: false, durationMs: performance.now() - start };
  }
}

/** Runs a program of node_modules/.bin on the pinned Node, its output to this terminal; gives whether it succeeded. */
function runTool(command, args, env = {}) {
  const child = spawn(pinnedNode, [join(root, "node_modules", ".bin", command), ...args], {
    stdio: ["ignore", "inherit", "inherit"],
    env: pinnedEnvironment(env),
  });
  return new Promise((resolve) => {
    child.on("error", () => resolve(false));
    child.on("exit", (code) => resolve(code === 0));
  });
}

function print(...lines) {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

function endWithoutTests(error) {
  print(error.message, "0 passed, 1 failed, 0 skipped");
  process.exit(1);
}
