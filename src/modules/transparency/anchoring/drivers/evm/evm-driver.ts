import {
  type Abi,
  BaseError,
  bytesToHex,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  encodeFunctionData,
  type Hex,
  hexToBytes,
  type PublicClient,
} from "viem";
import type { ChainSigner } from "../../../../../kernel/crypto/index.ts";
import type { Clock } from "../../../../../kernel/time/index.ts";
import { type AnchoredState, judgeHead } from "../../domain/planning.ts";
import type { EvmSettings } from "../../settings.ts";
import type { AnchorDriver, Hindrance, Plan, StepContext, StepOutcome } from "../driver.ts";
import { chainClient } from "./chain.ts";
import { type Account, accountOf, fateOf, sha256Hex, signTransaction } from "./transactions.ts";

/** A call that anchors takes less than half of it. */
const anchorGas = 250_000n;
/** A chain that takes nothing in for so long stands still. */
const patienceMs = 60_000;

interface Head extends AnchoredState {
  readonly blockNumber: bigint;
  readonly account: Account;
}

/**
 * Anchors in the contract BookAnchors of a chain. What the contract holds is asked before anything is sent, and what is sent is kept before it goes
 * out: whatever was lost on the way, the same transaction goes out again, so nothing is ever anchored twice.
 */
export function createEvmDriver(deps: {
  readonly settings: EvmSettings;
  readonly abi: Abi;
  readonly signers: () => Promise<readonly ChainSigner[]>;
  readonly clock: Clock;
}): AnchorDriver {
  const { settings, abi, clock } = deps;
  const address = settings.contract;
  const client = chainClient(settings);

  async function headOf(account: Account, originHash: Hex): Promise<Head> {
    const args = [account.address, originHash] as const;
    const newest = await client.readContract({ address, abi, functionName: "newest", args });
    const [size, blockNumber, root] = newest as readonly [bigint, bigint, Hex];
    return { account, size: Number(size), blockNumber, root: hexToBytes(root) };
  }

  async function step(plan: Plan, context: StepContext): Promise<StepOutcome> {
    if ((await client.getChainId()) !== settings.chainId) return hindered("wrong-chain");
    const accounts = (await deps.signers()).map(accountOf);
    const originHash = sha256Hex(plan.origin);
    const heads = await Promise.all(accounts.map((account) => headOf(account, originHash)));
    // After a change of the key the older one's anchors still count.
    const head = heads.reduce<Head | undefined>(
      (most, each) => (most && most.size >= each.size ? most : each),
      undefined,
    );
    const rootThen = head === undefined || head.size === 0 ? undefined : await context.rootAt(head.size);
    const judgement = judgeHead(head, plan, rootThen);
    if (judgement === "fork" || judgement === "rollback") return hindered(judgement);
    if (judgement === "covered") return { kind: "covered" };
    if (judgement === "there" && head !== undefined) return anchored(head, originHash);
    return send(plan, originHash, accounts, context);
  }

  /** The transaction is found by the block that the contract names, whoever sent it and whatever we kept of it. */
  async function anchored({ blockNumber, account }: Head, originHash: Hex): Promise<StepOutcome> {
    const [block, events] = await Promise.all([
      client.getBlock({ blockNumber }),
      client.getContractEvents({
        address,
        abi,
        eventName: "Anchored",
        args: { agency: account.address, originHash },
        fromBlock: blockNumber,
        toBlock: blockNumber,
      }),
    ]);
    const event = events.at(-1);
    if (event === undefined) return hindered("bad-reply", "the block that the contract names does not hold the anchor");
    const provedAt = new Date(Number(block.timestamp) * 1_000);
    return { kind: "anchored", reference: event.transactionHash, content: undefined, provedAt };
  }

  async function send(
    plan: Plan,
    originHash: Hex,
    accounts: readonly Account[],
    context: StepContext,
  ): Promise<StepOutcome> {
    const { sent } = context;
    const account = await authorised(accounts);
    if (account === undefined) return hindered("not-authorised");
    if (sent !== undefined) {
      const transaction = { hash: sent.reference as Hex, raw: bytesToHex(sent.content) };
      const fate = await fateOf(client, account.address, transaction);
      if (fate === "forgotten") await client.sendRawTransaction({ serializedTransaction: transaction.raw });
      if (fate === "forgotten" || fate === "waits")
        return clock.now().getTime() - sent.at.getTime() < patienceMs ? { kind: "waits" } : hindered("not-taken-in");
    }
    const args = [originHash, BigInt(plan.size), bytesToHex(plan.root), sha256Hex(plan.note)] as const;
    const refusal = await refusalOf(client, { address, abi, functionName: "anchor", args, account: account.address });
    if (refusal !== undefined) return hindered(refusal);
    const data = encodeFunctionData({ abi, functionName: "anchor", args });
    const { hash, raw } = await signTransaction(client, account, { to: address, data, gas: anchorGas });
    await context.keepSent(hash, hexToBytes(raw));
    await client.sendRawTransaction({ serializedTransaction: raw });
    return { kind: "waits" };
  }

  /** The newest key that the other agencies know: a key may be made before they voted for it. */
  async function authorised(accounts: readonly Account[]): Promise<Account | undefined> {
    for (const account of accounts)
      if (await client.readContract({ address, abi, functionName: "isAgency", args: [account.address] }))
        return account;
    return undefined;
  }

  return {
    async step(plan, context) {
      try {
        return await step(plan, context);
      } catch (fault) {
        if (fault instanceof BaseError && fault.walk((each) => each instanceof ContractFunctionZeroDataError))
          return hindered("no-contract");
        throw fault;
      }
    },
  };
}

/** Why the contract would refuse the call; undefined when it would not. */
async function refusalOf(
  client: PublicClient,
  call: Parameters<PublicClient["simulateContract"]>[0],
): Promise<Hindrance | undefined> {
  try {
    await client.simulateContract(call);
    return undefined;
  } catch (fault) {
    const reverted =
      fault instanceof BaseError ? fault.walk((each) => each instanceof ContractFunctionRevertedError) : null;
    if (!(reverted instanceof ContractFunctionRevertedError)) throw fault;
    const name = reverted.data?.errorName;
    return name === "NotAuthorised" ? "not-authorised" : name === "SplitView" ? "fork" : "refused";
  }
}

function hindered(reason: Hindrance, detail?: string): StepOutcome {
  return { kind: "hindered", reason, detail };
}
