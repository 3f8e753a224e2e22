import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { projectRoot } from "../../src/kernel/config/index.ts";
import type { Plant } from "./plants/index.ts";

/** One test of a run: its name with its blocks, joined by " > ", and what its faults said. */
export interface RunTest {
  readonly file: string;
  readonly name: string;
  readonly state: string;
  readonly faults: readonly string[];
}

/** A copy of the checkout in which bugs may be planted. */
export interface House {
  /** Runs the named tests and no others. */
  run(tests: readonly Plant["test"][]): Promise<readonly RunTest[]>;
  /** Does `work` while the bug is there. */
  withPlant<T>(plant: Plant, work: () => Promise<T>): Promise<T>;
  remove(): void;
}

/** What a plant makes of a file's text. Throws when its place is not there exactly once. */
export function planted(plant: Plant, text: string): string {
  const times = text.split(plant.find).length - 1;
  if (times !== 1) throw new Error(`${plant.name}: its place stands ${times} times in ${plant.file}`);
  return text.replace(plant.find, () => plant.replace);
}

/** Copies the checkout into a temporary folder; packages are shared by a link. Tests run there against the given PostgreSQL. */
export function copyHouse(adminUrl: string): House {
  const folder = mkdtempSync(join(tmpdir(), "balai-planted-"));
  for (const name of readdirSync(projectRoot))
    if (name !== "node_modules" && name !== ".git" && !name.startsWith(".balai"))
      cpSync(join(projectRoot, name), join(folder, name), { recursive: true });
  symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));

  return {
    async run(tests) {
      const output = join(folder, "results.json");
      rmSync(output, { force: true });
      const files = [...new Set(tests.map(({ file }) => file))];
      const names = tests.map(({ name }) => `^${name.split(" > ").map(escaped).join("( > | )")}$`).join("|");
      const said = await vitest(folder, adminUrl, [
        ...["run", ...files, "--project", "code", "-t", names],
        ...["--reporter=json", `--outputFile=${output}`],
      ]);
      try {
        return read(output, folder);
      } catch {
        throw new Error(`the tests did not run:\n${said.slice(-4000)}`);
      }
    },
    async withPlant(plant, work) {
      const file = join(folder, plant.file);
      const sound = readFileSync(file, "utf8");
      writeFileSync(file, planted(plant, sound));
      try {
        return await work();
      } finally {
        writeFileSync(file, sound);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Gives all that it printed, however it ended. */
function vitest(folder: string, adminUrl: string, args: readonly string[]): Promise<string> {
  const foreign = /^(BALAI_|VITEST|NODE_ENV$|TEST$|DATABASE_|PORT$)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  const child = spawn(process.execPath, [join(projectRoot, "node_modules/vitest/vitest.mjs"), ...args], {
    cwd: folder,
    env: { ...env, BALAI_TEST_PG: adminUrl },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      said += chunk;
    });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve(said));
  });
}

interface JsonReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

function read(output: string, folder: string): RunTest[] {
  const report = JSON.parse(readFileSync(output, "utf8")) as JsonReport;
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "passed" || status === "failed")
      .map(({ ancestorTitles, title, status, failureMessages }) => ({
        file: relative(folder, name),
        name: [...ancestorTitles, title].join(" > "),
        state: status,
        faults: failureMessages ?? [],
      })),
  );
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
