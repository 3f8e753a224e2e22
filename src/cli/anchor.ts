import { join } from "node:path";
import type { Config } from "../kernel/config/index.ts";
import { createCrypto, loadKeys } from "../kernel/crypto/index.ts";
import { chainTools, type EvmSettings, ownAnchors } from "../modules/transparency/index.ts";
import { type Command, fail, wrongCall } from "./command.ts";

const how =
  "Say `balai anchor address`, `balai anchor deploy --rpc <address of your node> --chain <id> <0x… of each agency>`, `balai anchor agencies <name>`, or `balai anchor vote <name> add|remove <0x…>`; <name> as in the file anchors.";

/** What an agency does by hand with the contract that keeps anchors on a chain (docs/anchors.md). */
export const anchorCommand: Command = async (config, [what, ...words]) => {
  try {
    if (what === "address" && words.length === 0) return await address(config);
    if (what === "deploy") return await deploy(config, words);
    if (what === "agencies" && words.length === 1) return await agencies(config, words[0] ?? "");
    if (what === "vote" && words.length === 3) return await vote(config, words);
  } catch (fault) {
    return fail(fault instanceof Error ? (fault.message.split("\n")[0] ?? "") : "unknown");
  }
  return wrongCall(how);
};

async function address(config: Config): Promise<number> {
  const signers = await ownSigners(config);
  if (typeof signers === "string") return fail(signers);
  const tools = await chainTools();
  for (const each of tools.addressesOf(signers)) console.log(each);
  return 0;
}

async function deploy(config: Config, words: readonly string[]): Promise<number> {
  const [rpcWord, rpc, chainWord, chain = "", ...agencies] = words;
  if (rpcWord !== "--rpc" || chainWord !== "--chain" || rpc === undefined || !URL.canParse(rpc)) return wrongCall(how);
  if (!/^[1-9]\d{0,14}$/.test(chain) || agencies.length === 0) return wrongCall(how);
  const wrong = agencies.find((each) => !isAddress(each));
  if (wrong !== undefined) return wrongCall(`${wrong} is no address of an agency.`);
  const signers = await ownSigners(config);
  if (typeof signers === "string") return fail(signers);
  const [signer] = signers;
  if (signer === undefined) return fail(noKey);
  const tools = await chainTools();
  const place = { url: rpc, chainId: Number(chain) };
  const contract = await tools.deployContract(
    place,
    tools.readContract(config.projectRoot),
    signer,
    agencies.filter(isAddress),
  );
  console.log(`The contract is ${contract}. Each agency writes into its file anchors:`);
  console.log(`evm consortium ${chain} ${contract} <address of its own node>`);
  return 0;
}

async function agencies(config: Config, name: string): Promise<number> {
  const place = placeOf(config, name);
  if (typeof place === "string") return wrongCall(place);
  const tools = await chainTools();
  for (const each of await tools.agenciesOf(place, tools.readContract(config.projectRoot).abi)) console.log(each);
  return 0;
}

async function vote(config: Config, [name = "", choice, candidate = ""]: readonly string[]): Promise<number> {
  const place = placeOf(config, name);
  if (typeof place === "string") return wrongCall(place);
  if ((choice !== "add" && choice !== "remove") || !isAddress(candidate)) return wrongCall(how);
  const signers = await ownSigners(config);
  if (typeof signers === "string") return fail(signers);
  const tools = await chainTools();
  const { abi } = tools.readContract(config.projectRoot);
  const known = new Set((await tools.agenciesOf(place, abi)).map((each) => each.toLowerCase()));
  const signer = signers.find((each) => known.has(String(tools.addressesOf([each])[0]).toLowerCase()));
  if (signer === undefined) return fail("None of the keys here is that of an agency of this contract.");
  const isDone = await tools.voteAbout(place, abi, signer, { candidate, member: choice === "add" });
  console.log(isDone ? "Enough agencies have voted: it is done." : "Your vote counts; more agencies must vote so.");
  return 0;
}

const noKey = 'There is no key to sign for a chain: make one with "balai keys rotate anchor".';

async function ownSigners(config: Config) {
  const folder = join(config.dataFolder, "keys");
  const keys = loadKeys({ folder, env: config.env, given: process.env["BALAI_KEYS"] });
  if (!keys.ok) return keys.error.join("\n");
  const signers = await createCrypto(keys.value).chainSigners();
  return signers.length === 0 ? noKey : signers;
}

function placeOf(config: Config, name: string): EvmSettings | string {
  const settings = ownAnchors(config);
  if (!settings.ok) return settings.error;
  const found = settings.value?.drivers.find((each): each is EvmSettings => each.kind === "evm" && each.name === name);
  return found ?? `The file anchors names no chain ${name}.`;
}

function isAddress(text: string): text is `0x${string}` {
  return /^0x[0-9a-fA-F]{40}$/.test(text);
}
