import type { ModuleManifest } from "../../kernel/index.ts";
import type { DemoSignIn } from "./demo.ts";
import { addDemoBox } from "./http/demo-box.tsx";
import { addSignInRoutes } from "./http/sign-in.tsx";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";

/** Signing in and out, and "Data saya": see README.md. `demo` is shown only where BALAI_ENV is demo. */
export function createAccountModule(options: { readonly demo?: DemoSignIn } = {}): ModuleManifest {
  return {
    name: "account",
    messages: { id, en },
    http(app, kernel) {
      const isDemo = kernel.config.env === "demo";
      addSignInRoutes(app, kernel, isDemo ? options.demo : undefined);
      if (isDemo) addDemoBox(app, kernel);
    },
  };
}
