// Compiles contracts/BookAnchors.sol into contracts/BookAnchors.json. Run it after a change of the contract; a test compares.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const folder = join(dirname(import.meta.dirname), "contracts");
const evmVersion = "paris";

/** The artefact as it must stand in the repository. */
export async function compileContract() {
  const { default: solc } = await import("solc");
  const source = readFileSync(join(folder, "BookAnchors.sol"), "utf8");
  const input = {
    language: "Solidity",
    sources: { "BookAnchors.sol": { content: source } },
    settings: {
      evmVersion,
      optimizer: { enabled: true, runs: 200 },
      // No hash of this machine's metadata in the code: the same source gives the same bytes everywhere.
      metadata: { bytecodeHash: "none", appendCBOR: false },
      outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
    },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input)));
  const faults = (output.errors ?? []).map(({ formattedMessage }) => formattedMessage);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  const contract = output.contracts["BookAnchors.sol"].BookAnchors;
  return {
    contract: "BookAnchors",
    compiler: solc.version(),
    evmVersion,
    sourceSha256: createHash("sha256").update(source).digest("hex"),
    abi: contract.abi,
    bytecode: `0x${contract.evm.bytecode.object}`,
  };
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(join(folder, "BookAnchors.json"), `${JSON.stringify(await compileContract(), null, 2)}\n`);
