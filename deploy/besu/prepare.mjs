// Prepares a consortium of Besu validators (docs/anchors.md):
//   node deploy/besu/prepare.mjs key <folder>                                  an agency makes its validator's key, and tells the line it prints
//   node deploy/besu/prepare.mjs genesis <folder> <public key>@<ip>:<port> …   one of them makes the files that all of them use
//   node deploy/besu/prepare.mjs trial <folder>                                four keys and their files, for compose.yaml on one machine
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bytesToHex, toRlp } from "viem";
import { publicKeyToAddress } from "viem/accounts";

/** Fewer cannot bear that one of them fails. */
const fewest = 4;
const memberLine = /^([0-9a-f]{128})@((?:\d{1,3}\.){3}\d{1,3}):(\d{1,5})$/;

const [what, folder, ...words] = process.argv.slice(2);
if (what === "key" && folder !== undefined && words.length === 0) {
  console.log(`${makeKey(folder)}@<ip>:30303`);
} else if (
  what === "genesis" &&
  folder !== undefined &&
  words.length >= fewest &&
  words.every((word) => memberLine.test(word))
) {
  makeFiles(folder, words);
} else if (what === "trial" && folder !== undefined && words.length === 0) {
  const members = [1, 2, 3, 4].map(
    (number) => `${makeKey(join(folder, `agency-${number}`))}@172.30.90.1${number}:30303`,
  );
  makeFiles(folder, members);
} else {
  console.error(
    `Say: prepare.mjs key <folder>, prepare.mjs genesis <folder> <public key>@<ip>:<port> (${fewest} or more), or prepare.mjs trial <folder>.`,
  );
  process.exitCode = 2;
}

/** Makes a new key, never over one that is there; gives its public part without the leading 04. */
function makeKey(into) {
  const secret = secp256k1.utils.randomSecretKey();
  mkdirSync(into, { recursive: true, mode: 0o700 });
  writeFileSync(join(into, "key"), `${bytesToHex(secret)}\n`, { mode: 0o600, flag: "wx" });
  return bytesToHex(secp256k1.getPublicKey(secret, false)).slice(4);
}

function makeFiles(into, members) {
  const validators = members.map((member) => publicKeyToAddress(`0x04${memberLine.exec(member)[1]}`).toLowerCase());
  if (new Set(validators).size < validators.length) throw new Error("A validator is named twice.");
  const genesis = JSON.parse(readFileSync(join(import.meta.dirname, "genesis.template.json"), "utf8"));
  // QBFT: 32 free bytes, the validators, no vote, round 0, no seals.
  genesis.extraData = toRlp([`0x${"00".repeat(32)}`, validators, [], "0x", []]);
  mkdirSync(into, { recursive: true });
  write(into, "genesis.json", genesis);
  write(
    into,
    "static-nodes.json",
    members.map((member) => `enode://${member}`),
  );
  console.log(`${into}: genesis.json and static-nodes.json for ${validators.length} validators:`);
  for (const validator of validators) console.log(validator);
}

function write(into, name, content) {
  writeFileSync(join(into, name), `${JSON.stringify(content, null, 2)}\n`);
}
