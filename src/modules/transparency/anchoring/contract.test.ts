import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Address, BaseError, ContractFunctionRevertedError, encodeFunctionData, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileContract } from "../../../../scripts/compile-contract.mjs";
import { randomSigner, startNode, type TestNode, testChainId } from "../../../../test/support/chain.ts";
import { projectRoot } from "../../../kernel/config/index.ts";
import type { ChainSigner } from "../../../kernel/crypto/index.ts";
import { chainClient } from "./drivers/evm/chain.ts";
import { addressesOf, agenciesOf, deployContract, readContract, voteAbout } from "./drivers/evm/consortium.ts";
import { accountOf, signTransaction } from "./drivers/evm/transactions.ts";

const artefact = readContract(projectRoot);
const { abi } = artefact;
let node: TestNode;
beforeAll(async () => {
  node = await startNode();
});
afterAll(() => node.kill());

const place = () => ({ url: node.url, chainId: testChainId });
const addressOf = (signer: ChainSigner): Address => accountOf(signer).address;
const hash = (fill: string): Hex => `0x${fill.repeat(32)}`;
const origin = hash("0a");

async function consortium(count: number) {
  const agencies = Array.from({ length: count }, randomSigner);
  const contract = await deployContract(place(), artefact, agencies[0] ?? randomSigner(), addressesOf(agencies));
  return { agencies, contract, place: { ...place(), contract } };
}

/** Calls the contract as an agency; gives the events it told, or the name and the words of what it refused with. */
async function call(contract: Address, signer: ChainSigner, functionName: string, args: readonly unknown[]) {
  const client = chainClient(place());
  try {
    await client.simulateContract({ address: contract, abi, functionName, args, account: addressOf(signer) });
  } catch (fault) {
    const reverted =
      fault instanceof BaseError ? fault.walk((each) => each instanceof ContractFunctionRevertedError) : fault;
    if (!(reverted instanceof ContractFunctionRevertedError)) throw fault;
    return [reverted.data?.errorName, ...(reverted.data?.args ?? [])];
  }
  const data = encodeFunctionData({ abi, functionName, args });
  const { raw, hash: id } = await signTransaction(client, accountOf(signer), { to: contract, data, gas: 500_000n });
  await client.sendRawTransaction({ serializedTransaction: raw });
  const { status, logs, gasUsed } = await client.waitForTransactionReceipt({ hash: id, pollingInterval: 20 });
  expect(status).toBe("success");
  gas.set(functionName, Number(gasUsed));
  return logs.length;
}
const gas = new Map<string, number>();

describe("the compiled contract in the repository", () => {
  it("is what its source compiles to", async () => {
    const kept: unknown = JSON.parse(readFileSync(join(projectRoot, "contracts/BookAnchors.json"), "utf8"));
    expect(kept).toEqual(await compileContract());
    const source = readFileSync(join(projectRoot, "contracts/BookAnchors.sol"));
    expect(kept).toMatchObject({
      evmVersion: "paris",
      sourceSha256: createHash("sha256").update(source).digest("hex"),
    });
  }, 60_000);
});

describe("anchoring", () => {
  it("is for agencies, and an agency never contradicts itself", async () => {
    const { agencies, contract } = await consortium(2);
    const [one = randomSigner(), two = randomSigner()] = agencies;
    const anchor = (signer: ChainSigner, size: bigint, root: Hex) =>
      call(contract, signer, "anchor", [origin, size, root, hash("0c")]);
    expect(await anchor(randomSigner(), 1n, hash("01"))).toEqual(["NotAuthorised"]);
    expect(await anchor(one, 0n, hash("01"))).toEqual(["SizeWentBack", 0n, 0n]);
    expect(await anchor(one, 5n, hash("05"))).toBe(1);
    expect(await anchor(one, 4n, hash("04"))).toEqual(["SizeWentBack", 5n, 4n]);
    expect(await anchor(one, 5n, hash("06"))).toEqual(["SplitView", 5n]);
    // The same again is not another anchor.
    expect(await anchor(one, 5n, hash("05"))).toBe(0);
    expect(await anchor(one, 9n, hash("09"))).toBe(1);
    // Another agency says what it saw, and cannot shut the first one out.
    expect(await anchor(two, 2n ** 64n - 1n, hash("ff"))).toBe(1);
    expect(await anchor(one, 10n, hash("10"))).toBe(1);
    expect(gas.get("anchor")).toBeLessThan(100_000);
  });
});

describe("who is an agency", () => {
  it("is decided by more than half of them, each with one vote", async () => {
    const { agencies, contract, place: where } = await consortium(4);
    const [a = randomSigner(), b = randomSigner(), c = randomSigner(), d = randomSigner()] = agencies;
    const fifth = randomSigner();
    const add = { candidate: addressOf(fifth), member: true };
    expect(await call(contract, fifth, "vote", [addressOf(fifth), true])).toEqual(["NotAuthorised"]);
    expect(await voteAbout(where, abi, a, add)).toBe(false);
    // Voting twice is one vote.
    expect(await voteAbout(where, abi, a, add)).toBe(false);
    expect(await voteAbout(where, abi, b, add)).toBe(false);
    expect(await voteAbout(where, abi, c, add)).toBe(true);
    expect(await agenciesOf(where, abi)).toHaveLength(5);
    expect(await call(contract, fifth, "anchor", [origin, 1n, hash("01"), hash("0c")])).toBe(1);
    // Now three of five take one away, whose vote about another counts no more.
    const remove = { candidate: addressOf(d), member: false };
    const sixth = addressOf(randomSigner());
    expect(await voteAbout(where, abi, d, { candidate: sixth, member: true })).toBe(false);
    for (const [signer, isDone] of [
      [a, false],
      [b, false],
      [fifth, true],
    ] as const)
      expect(await voteAbout(where, abi, signer, remove)).toBe(isDone);
    expect(await call(contract, d, "anchor", [origin, 1n, hash("01"), hash("0c")])).toEqual(["NotAuthorised"]);
    for (const [signer, isDone] of [
      [a, false],
      [b, false],
      [c, true],
    ] as const)
      expect(await voteAbout(where, abi, signer, { candidate: sixth, member: true })).toBe(isDone);
  });

  it("a vote can be taken back", async () => {
    const { agencies, contract, place: where } = await consortium(2);
    const [a = randomSigner(), b = randomSigner()] = agencies;
    const add = { candidate: addressOf(randomSigner()), member: true };
    expect(await voteAbout(where, abi, a, add)).toBe(false);
    expect(await call(contract, a, "withdraw", [add.candidate])).toBe(1);
    expect(await voteAbout(where, abi, b, add)).toBe(false);
    expect(await voteAbout(where, abi, a, add)).toBe(true);
  });

  it("has no owner, no nonsense, and never nobody", async () => {
    const { agencies, contract } = await consortium(1);
    const [only = randomSigner()] = agencies;
    const zero: Address = `0x${"00".repeat(20)}`;
    expect(await call(contract, only, "vote", [addressOf(only), false])).toEqual(["LastAgency"]);
    expect(await call(contract, only, "vote", [addressOf(only), true])).toEqual(["NoCandidate", addressOf(only)]);
    expect(await call(contract, only, "vote", [zero, true])).toEqual(["NoCandidate", zero]);
    const writes = abi.flatMap((each) =>
      each.type === "function" && each.stateMutability !== "view" ? [each.name] : [],
    );
    expect(writes.sort()).toEqual(["anchor", "vote", "withdraw"]);
  });
});
