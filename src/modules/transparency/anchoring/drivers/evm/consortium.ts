import {
  type Abi,
  type Address,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  hexToBytes,
  type PublicClient,
  parseEventLogs,
  type TransactionReceipt,
} from "viem";
import type { ChainSigner } from "../../../../../kernel/crypto/index.ts";
import type { AnchoredState } from "../../domain/planning.ts";
import { chainClient } from "./chain.ts";
import type { ContractArtefact } from "./contract.ts";
import { accountOf, sha256Hex, signTransaction } from "./transactions.ts";

export { readContract } from "./contract.ts";

/** A chain as one asks it. */
export interface ChainPlace {
  readonly url: string;
  readonly chainId: number;
}

/** The contract of a consortium. */
export interface ContractPlace extends ChainPlace {
  readonly contract: Address;
}

/** A state of a book as an agency anchored it. */
export interface ChainAnchor extends AnchoredState {
  readonly agency: Address;
  readonly at: Date;
}

const deployGas = 3_000_000n;
const voteGas = 500_000n;
const takenInWithinMs = 60_000;

/** The address of each key, by which the other agencies know it. */
export function addressesOf(signers: readonly ChainSigner[]): readonly Address[] {
  return signers.map((signer) => accountOf(signer).address);
}

/** Puts the contract on the chain, with its first agencies; gives its address. */
export async function deployContract(
  place: ChainPlace,
  { abi, bytecode }: ContractArtefact,
  signer: ChainSigner,
  agencies: readonly Address[],
): Promise<Address> {
  const data = encodeDeployData({ abi, bytecode, args: [agencies] });
  const receipt = await send(await clientOf(place), signer, { data, gas: deployGas });
  if (!receipt.contractAddress) throw new Error("the chain made no contract");
  return receipt.contractAddress;
}

/** Votes that the candidate becomes an agency, or is one no more; gives whether enough have voted so. */
export async function voteAbout(
  place: ContractPlace,
  abi: Abi,
  signer: ChainSigner,
  vote: { readonly candidate: Address; readonly member: boolean },
): Promise<boolean> {
  const client = await clientOf(place);
  const args = [vote.candidate, vote.member] as const;
  const address = place.contract;
  await client.simulateContract({ address, abi, functionName: "vote", args, account: accountOf(signer).address });
  const data = encodeFunctionData({ abi, functionName: "vote", args });
  await send(client, signer, { to: address, data, gas: voteGas });
  const isAgency = await client.readContract({ address, abi, functionName: "isAgency", args: [vote.candidate] });
  return isAgency === vote.member;
}

/** Who may anchor. */
export async function agenciesOf(place: ContractPlace, abi: Abi): Promise<readonly Address[]> {
  const client = await clientOf(place);
  const found = await client.readContract({ address: place.contract, abi, functionName: "agencies" });
  return found as readonly Address[];
}

/** What each agency anchored last of a book. */
export async function newestOnChain(place: ContractPlace, abi: Abi, origin: string): Promise<readonly ChainAnchor[]> {
  const client = await clientOf(place);
  const anchors: ChainAnchor[] = [];
  for (const agency of await agenciesOf(place, abi)) {
    const args = [agency, sha256Hex(origin)] as const;
    const found = await client.readContract({ address: place.contract, abi, functionName: "newest", args });
    const [size, blockNumber, root] = found as readonly [bigint, bigint, Hex];
    if (size > 0n)
      anchors.push({ agency, size: Number(size), root: hexToBytes(root), at: await timeOf(client, blockNumber) });
  }
  return anchors;
}

/** What a transaction anchored of a book; none when it anchored nothing of it in this contract. */
export async function anchoredBy(
  place: ContractPlace,
  abi: Abi,
  origin: string,
  transaction: Hex,
): Promise<readonly ChainAnchor[]> {
  const client = await clientOf(place);
  const { logs, blockNumber } = await client.getTransactionReceipt({ hash: transaction });
  const own = logs.filter(({ address }) => address.toLowerCase() === place.contract.toLowerCase());
  const at = await timeOf(client, blockNumber);
  return parseEventLogs({ abi, eventName: "Anchored", logs: own }).flatMap(({ args }) => {
    const { agency, originHash, size, root } = args as unknown as {
      readonly agency: Address;
      readonly originHash: Hex;
      readonly size: bigint;
      readonly root: Hex;
    };
    return originHash === sha256Hex(origin) ? [{ agency, size: Number(size), root: hexToBytes(root), at }] : [];
  });
}

async function clientOf(place: ChainPlace): Promise<PublicClient> {
  const client = chainClient(place);
  const answering = await client.getChainId();
  if (answering !== place.chainId) throw new Error(`the node is of chain ${answering}, not ${place.chainId}`);
  return client;
}

async function send(
  client: PublicClient,
  signer: ChainSigner,
  call: Parameters<typeof signTransaction>[2],
): Promise<TransactionReceipt> {
  const { hash, raw } = await signTransaction(client, accountOf(signer), call);
  await client.sendRawTransaction({ serializedTransaction: raw });
  const receipt = await client.waitForTransactionReceipt({ hash, timeout: takenInWithinMs, pollingInterval: 250 });
  if (receipt.status !== "success") throw new Error(`the chain refused the transaction ${hash}`);
  return receipt;
}

async function timeOf(client: PublicClient, blockNumber: bigint): Promise<Date> {
  return new Date(Number((await client.getBlock({ blockNumber })).timestamp) * 1_000);
}
