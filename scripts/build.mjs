// Makes dist/: the program (tsc, src/ file for file) and dist/public/ (browser code by Vite, static files as they are).
// Runs on the pinned Node. dist/ is replaced only once all of it is built.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const root = dirname(import.meta.dirname);
const dist = join(root, "dist");
const draft = join(root, `dist.${process.pid}.new`);

process.chdir(root);
try {
  tool("tsc", ["-p", "tsconfig.build.json", "--outDir", draft]);
  buildPublic(join(draft, "public"));
  buildOneFile(join(draft, "one-file"), join(draft, "public"));
  rmSync(dist, { recursive: true, force: true });
  renameSync(draft, dist);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(draft, { recursive: true, force: true });
}

/**
 * - `assets/`: hashed files, safe to keep for ever, each also compressed (`.br`);
 * - `manifest.json`: source below src/ → file name in assets/;
 * - all else: the files of each `src/**\/public/`, under their own names, served from the root of the site.
 */
function buildPublic(folder) {
  mkdirSync(join(folder, "assets"), { recursive: true });
  const entries = globSync("src/**/browser/*.{ts,tsx,css}").filter((file) => !/\.(test|d)\.tsx?$/.test(file));
  const manifest = {};
  if (entries.length > 0) {
    tool("vite", ["build", "--outDir", folder]);
    const made = JSON.parse(readFileSync(join(folder, ".vite", "manifest.json"), "utf8"));
    for (const [source, { file, isEntry }] of Object.entries(made)) {
      compress(join(folder, file));
      if (isEntry) manifest[source.replace(/^src\//, "")] = basename(file);
    }
    rmSync(join(folder, ".vite"), { recursive: true });
  }
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const source of readdirSync("src", { recursive: true, withFileTypes: true })) {
    const from = join(source.parentPath, source.name);
    // A folder of public pages holds code, not files to serve.
    if (!source.isFile() || !from.includes("/public/") || /\.tsx?$/.test(from)) continue;
    const to = join(folder, from.split("/public/").slice(1).join("/public/"));
    if (existsSync(to)) throw new Error(`Two static files have the name of ${from}.`);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to);
  }
}

/** Script and styles of the page that people keep, to be written into it. */
function buildOneFile(folder, made) {
  if (globSync("src/**/browser/one-file/*.ts").length === 0) return;
  tool("vite", ["build", "--config", "vite.one-file.config.ts", "--outDir", folder]);
  const manifest = JSON.parse(readFileSync(join(made, "manifest.json"), "utf8"));
  const sheets = ["kernel/ui/browser/resident.css", "modules/transparency/browser/book.css"];
  const styles = sheets.map((source) => readFileSync(join(made, "assets", manifest[source]), "utf8"));
  writeFileSync(join(folder, "verifier.css"), styles.join("\n"));
}

/** Once and as small as can be, for all who ask: while serving there is no time for that. */
function compress(file) {
  writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file)));
}

function tool(name, args) {
  const program = join(root, "node_modules", ".bin", name);
  const done = spawnSync(process.execPath, [program, ...args], { stdio: "inherit" });
  if (done.status !== 0) throw new Error(`${name} failed; dist/ is as it was.`);
}
