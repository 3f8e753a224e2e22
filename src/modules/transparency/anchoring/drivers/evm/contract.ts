import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Abi, Hex } from "viem";

/** The compiled contract, as `scripts/compile-contract.mjs` wrote it. */
export interface ContractArtefact {
  readonly abi: Abi;
  readonly bytecode: Hex;
}

export function readContract(projectRoot: string): ContractArtefact {
  return JSON.parse(readFileSync(join(projectRoot, "contracts/BookAnchors.json"), "utf8")) as ContractArtefact;
}
