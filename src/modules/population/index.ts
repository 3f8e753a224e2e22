import type { ModuleManifest } from "../../kernel/index.ts";
import { residenceLetter } from "./definitions/residence-letter.ts";
import { fullName } from "./known.ts";
import { en } from "./messages/en.ts";
import { id } from "./messages/id.ts";

/** Civil registration: see README.md. */
export const population: ModuleManifest = {
  name: "population",
  messages: { id, en },
  services: [{ definition: residenceLetter }],
  attributes: { "population.fullName": fullName },
  personalData: {
    part: "population",
    purposes: [{ key: "population.prefill", bases: ["public_task"] }],
    fields: [],
    namespaces: ["population"],
  },
};
