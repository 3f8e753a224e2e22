/** Decryption. Only kernel/privacy may import this file: whoever reads a personal field leaves a line in the access log. */
import { err, type Result } from "../result/index.ts";
import { type Crypto, derive, domainOf } from "./crypto.ts";
import { type Field, keyIdOf, type OpenFault, openEnvelope } from "./envelope.ts";

export type { OpenFault } from "./envelope.ts";

/** Opens what `crypto.seal` sealed for this very place, under whichever data key it was. */
export function openSealed(crypto: Crypto, field: Field, sealed: Buffer): Result<string, OpenFault> {
  const keyId = keyIdOf(sealed);
  if (keyId === undefined) return err("malformed");
  const key = crypto.keys.data.find(({ id }) => id === keyId);
  if (key === undefined) return err("unknown-key");
  return openEnvelope(field, sealed, derive(key.secret, `data:${key.id}:${domainOf(field)}`));
}
