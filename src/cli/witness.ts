import { createSecretKey } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { signingKey } from "../kernel/crypto/index.ts";
import { newPad } from "../kernel/ids/index.ts";
import { sha256 } from "../kernel/ledger/index.ts";
import { systemClock } from "../kernel/time/index.ts";
import { cosignatureType, formatVerifierKey, toHex, verifierKey } from "../kernel/tlog/index.ts";
import { createWitness, openSignedStates, readPolicy } from "../modules/transparency/index.ts";
import { type Command, fail, wrongCall } from "./command.ts";

const how =
  "Say `balai witness <folder> --name <witness.example/w1> [--port 7380] [--host 127.0.0.1]`. The folder holds a file `logs` with lines `log <vkey>` for the books to watch, and the line `quorum none`.";

/**
 * A witness of the books of others, for a court, a university, an NGO. Its key and what it signed stand in the folder: keep a copy of the key, and
 * never start two witnesses on copies of one folder.
 */
export const witnessCommand: Command = async (_config, args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: { name: { type: "string" }, port: { type: "string" }, host: { type: "string" } },
  });
  const [folder] = positionals;
  const { name, port = "7380", host = "127.0.0.1" } = values;
  const isName = typeof name === "string" && /^[^\s+]{1,100}$/.test(name);
  if (folder === undefined || !isName || !/^\d{1,5}$/.test(String(port))) return wrongCall(how);
  const policy = readPolicy(join(folder, "logs"));
  if (!policy.ok) return fail(policy.error);
  const secret = signingKey(createSecretKey(seedIn(folder)));
  const key = verifierKey(sha256, name, cosignatureType, secret.publicKey);
  const byOrigin = Map.groupBy(policy.value.logs, (log) => log.key.name);
  const app = createWitness({
    key,
    secret,
    logs: [...byOrigin].map(([origin, logs]) => ({ origin, keys: logs.map((log) => log.key) })),
    states: openSignedStates(join(folder, "signed")),
    clock: systemClock,
  });
  const address = await app.listen({ port: Number(port), host: String(host) });
  console.log(`Witness at ${address} for ${byOrigin.size} books (Ctrl-C stops it). Its key:`);
  console.log(formatVerifierKey(key));
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await app.close();
  return 0;
};

/** The secret of the witness, made at its first start. */
function seedIn(folder: string): Buffer {
  const file = join(folder, "key");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) writeFileSync(file, `${toHex(newPad(32))}\n`, { mode: 0o600, flag: "wx", flush: true });
  return Buffer.from(readFileSync(file, "utf8").trim(), "hex");
}
