import type { ModuleManifest } from "../../kernel/index.ts";
import { createShell } from "../console/index.ts";
import { addOfficerPages } from "./http/officers.tsx";
import { addOfficePages } from "./http/offices.tsx";
import { addRulePages } from "./http/rules.tsx";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";
import { paths } from "./paths.ts";

/** The operator's pages for officers, offices and routing rules: see README.md. */
export const administration: ModuleManifest = {
  name: "administration",
  messages: { id, en },
  panels: [{ href: paths.officers, label: "administration.menu", icon: "family", action: "installation.operate" }],
  http(app, kernel) {
    const shell = createShell(kernel);
    addOfficerPages(app, kernel, shell);
    addOfficePages(app, kernel, shell);
    addRulePages(app, kernel, shell);
  },
};
