import type { Instance } from "./instance.ts";
import type { Findings } from "./results.ts";

/** A bench gets a fresh instance with the demo in it, right after its start. */
export type Bench = (instance: Instance) => Promise<Findings>;
