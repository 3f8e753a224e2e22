import type { ModuleManifest } from "../../kernel/index.ts";
import { addLogFiles } from "./http/log-files.ts";
import { addBookPages } from "./http/pages.tsx";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";

/** The public books, readable and checkable by everyone: see README.md. */
export const transparency: ModuleManifest = {
  name: "transparency",
  messages: { id, en },
  http(app, kernel) {
    addLogFiles(app, kernel);
    addBookPages(app, kernel);
  },
};
