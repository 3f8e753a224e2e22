import type { ModuleManifest } from "../../kernel/index.ts";
import { addServiceApi } from "./http/api.ts";
import { addAskRoutes } from "./http/ask.tsx";
import { addCaseRoutes } from "./http/case.tsx";
import { addCasesRoutes } from "./http/cases.tsx";
import { addFrontRoutes } from "./http/front.tsx";
import { addHelpRoutes } from "./http/help.tsx";
import { addReceiptRoute } from "./http/receipt.tsx";
import { addSendRoutes } from "./http/send.tsx";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";

/** The resident's way through any service, read from the registry: see README.md. */
export const catalogue: ModuleManifest = {
  name: "catalogue",
  messages: { id, en },
  http(app, kernel) {
    addFrontRoutes(app, kernel);
    addAskRoutes(app, kernel);
    addSendRoutes(app, kernel);
    addReceiptRoute(app, kernel);
    addCasesRoutes(app, kernel);
    addCaseRoutes(app, kernel);
    addServiceApi(app, kernel);
    addHelpRoutes(app, kernel);
  },
};
