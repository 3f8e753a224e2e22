import { execFile } from "node:child_process";
import { join } from "node:path";
import { root } from "./tree.ts";

interface Named {
  readonly name: string;
}
interface Issue {
  readonly file: string;
  readonly [kind: string]: string | readonly Named[];
}

/**
 * What nobody uses below `folder`, by knip with the folder's own knip.json: files, exports, dependencies; and what is
 * used but not declared. One `file: kind name` each. Throws when knip itself fails.
 */
export function findDeadCode(folder: string): Promise<string[]> {
  const knip = join(root, "node_modules/knip/bin/knip.js");
  return new Promise((resolve, reject) => {
    const args = [knip, "--reporter", "json", "--no-progress", "--no-config-hints"];
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (!stdout.startsWith("{")) return reject(new Error(`knip failed: ${stderr || error?.message}`));
      const { issues } = JSON.parse(stdout) as { issues: readonly Issue[] };
      resolve(
        issues.flatMap((issue) =>
          Object.entries(issue).flatMap(([kind, found]) =>
            typeof found === "string" ? [] : found.map(({ name }) => `${issue.file}: ${kind} ${name}`),
          ),
        ),
      );
    });
  });
}
