import { globSync } from "node:fs";
import { basename } from "node:path";
import { defineConfig } from "vite";

/** Scripts that are written into a page which people keep and pass on: each whole, without a part that would have to be fetched. */
const [entry, ...more] = globSync("src/**/browser/one-file/*.ts", { cwd: import.meta.dirname });
if (entry === undefined || more.length > 0) throw new Error("A whole script is built from one source at a time.");

/** Bundles it to `<outDir>/<name>.js`; scripts/build.mjs runs it. */
export default defineConfig({
  publicDir: false,
  logLevel: "warn",
  build: {
    target: ["chrome100", "firefox102", "safari15"],
    rolldownOptions: {
      input: entry,
      output: { format: "iife", entryFileNames: `${basename(entry, ".ts")}.js` },
    },
  },
});
