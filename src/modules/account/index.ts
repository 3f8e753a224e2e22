import type { ModuleManifest } from "../../kernel/index.ts";
import type { DemoSignIn } from "./demo.ts";
import { addChoiceRoutes } from "./http/choices.tsx";
import { addDelegationRoutes } from "./http/delegations.tsx";
import { addDemoBox } from "./http/demo-box.tsx";
import { addEnrolmentRoutes } from "./http/enrolment.tsx";
import { addErasureRoutes } from "./http/erasure.tsx";
import { addInboxRoutes } from "./http/inbox.tsx";
import { addMeRoutes } from "./http/me.tsx";
import { delegationPurpose } from "./http/resident.ts";
import { addSignInRoutes } from "./http/sign-in.tsx";
import { addSignOutRoutes } from "./http/sign-out.tsx";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";

/** Signing in and out, and "Data saya": see README.md. `demo` is shown only where BALAI_ENV is demo. */
export function createAccountModule(options: { readonly demo?: DemoSignIn } = {}): ModuleManifest {
  return {
    name: "account",
    messages: { id, en },
    personalData: {
      part: "account",
      purposes: [{ key: delegationPurpose, bases: ["consent"] }],
      fields: [],
      namespaces: ["account"],
    },
    http(app, kernel) {
      const isDemo = kernel.config.env === "demo";
      addSignInRoutes(app, kernel, isDemo ? options.demo : undefined);
      addEnrolmentRoutes(app, kernel);
      addSignOutRoutes(app, kernel);
      addMeRoutes(app, kernel);
      addInboxRoutes(app, kernel);
      addChoiceRoutes(app, kernel);
      addDelegationRoutes(app, kernel);
      addErasureRoutes(app, kernel);
      if (isDemo) addDemoBox(app, kernel);
    },
  };
}
