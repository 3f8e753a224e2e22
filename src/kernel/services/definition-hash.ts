import { canonicalHash } from "../canonical/index.ts";
import type { ServiceDefinition } from "./definition.ts";

/** SHA-256 of the definition's canonical JSON, in hex: the same for the same content, whatever the order of keys. */
export function definitionHash(definition: ServiceDefinition): string {
  return canonicalHash(definition).toString("hex");
}
