import { globSync } from "node:fs";
import { defineConfig } from "vite";

/** Scripts and styles that pages load by name: those directly in a folder `browser`. Deeper ones are parts of these. */
const entries = globSync("src/**/browser/*.{ts,tsx,css}", { cwd: import.meta.dirname })
  .filter((file) => !/\.(test|d)\.tsx?$/.test(file))
  .map((file) => file.replaceAll("\\", "/"))
  .sort();

/** Bundles browser code to `<outDir>/assets` with hashed names; scripts/build.mjs runs it and writes the manifest. */
export default defineConfig({
  publicDir: false,
  logLevel: "warn",
  build: {
    manifest: true,
    modulePreload: false,
    assetsInlineLimit: 0,
    // Chromium of an Android phone of five years ago.
    target: ["chrome100", "firefox102", "safari15"],
    rolldownOptions: {
      input: entries,
      output: {
        entryFileNames: "assets/[name]-[hash].js",
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
});
