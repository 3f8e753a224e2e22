import { createHash } from "node:crypto";
import {
  type Address,
  bytesToHex,
  type Hex,
  hexToBytes,
  keccak256,
  type PublicClient,
  parseTransaction,
  serializeTransaction,
  TransactionNotFoundError,
  TransactionReceiptNotFoundError,
} from "viem";
import { publicKeyToAddress } from "viem/accounts";
import type { ChainSigner } from "../../../../../kernel/crypto/index.ts";

/** An account of a chain whose key stays in kernel/crypto. */
export interface Account {
  readonly address: Address;
  readonly signer: ChainSigner;
}

export interface SignedTransaction {
  readonly hash: Hex;
  readonly raw: Hex;
}

export function accountOf(signer: ChainSigner): Account {
  return { signer, address: publicKeyToAddress(bytesToHex(signer.publicKey)) };
}

/** A transaction that is ready to be sent; sending it twice is sending it once. `to`: none makes a contract. */
export async function signTransaction(
  client: PublicClient,
  account: Account,
  call: { readonly to?: Address; readonly data: Hex; readonly gas: bigint },
): Promise<SignedTransaction> {
  const [nonce, gasPrice, block] = await Promise.all([
    client.getTransactionCount({ address: account.address, blockTag: "pending" }),
    client.getGasPrice(),
    client.getBlock({ blockTag: "latest" }),
  ]);
  const base = block.baseFeePerGas ?? 0n;
  const transaction = {
    type: "eip1559",
    chainId: client.chain?.id ?? 0,
    nonce,
    // Room for a base fee that doubles. Where gas is free all of it is nothing.
    maxFeePerGas: 2n * gasPrice,
    maxPriorityFeePerGas: gasPrice > base ? gasPrice - base : 0n,
    ...call,
  } as const;
  const { r, s, yParity } = account.signer.signHash(hexToBytes(keccak256(serializeTransaction(transaction))));
  const raw = serializeTransaction(transaction, { r: bytesToHex(r), s: bytesToHex(s), yParity });
  return { raw, hash: keccak256(raw) };
}

/** What became of a transaction, as this node knows it. `replaced`: another one of its number was taken in, so it never will be. */
export async function fateOf(
  client: PublicClient,
  account: Address,
  { hash, raw }: SignedTransaction,
): Promise<"taken-in" | "reverted" | "waits" | "forgotten" | "replaced"> {
  const receipt = await client.getTransactionReceipt({ hash }).catch(noneIf(TransactionReceiptNotFoundError));
  if (receipt !== undefined) return receipt.status === "success" ? "taken-in" : "reverted";
  const known = await client.getTransaction({ hash }).catch(noneIf(TransactionNotFoundError));
  if (known !== undefined) return "waits";
  const used = await client.getTransactionCount({ address: account, blockTag: "latest" });
  return used > (parseTransaction(raw).nonce ?? 0) ? "replaced" : "forgotten";
}

function noneIf(kind: new (...args: never[]) => Error): (fault: unknown) => undefined {
  return (fault) => {
    if (!(fault instanceof kind)) throw fault;
    return undefined;
  };
}

/** How the contract names a book, by its origin, and a signed state. */
export function sha256Hex(text: string): Hex {
  return `0x${createHash("sha256").update(text, "utf8").digest("hex")}`;
}
