import type { Catalogue } from "../i18n.ts";
import { en } from "./en.ts";
import { id } from "./id.ts";

/** The words of the components themselves. */
export const uiMessages: Catalogue = { id, en };
