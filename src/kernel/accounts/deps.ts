import type { Crypto } from "../crypto/index.ts";
import type { Database, Tx } from "../db/index.ts";
import type { Privacy, SealedField } from "../privacy/index.ts";
import type { Clock } from "../time/index.ts";
import type { Lang } from "../ui/index.ts";
import type { ContactKind } from "./contact.ts";

export type CodePurpose = "sign-in" | "second-factor";

/** A one-time code on its way to a person. */
export interface CodeMessage {
  readonly purpose: CodePurpose;
  /** Six digits. Here alone it is in clear: what keeps it must seal it, or drop it once delivered. */
  readonly code: string;
  readonly lang: Lang;
  readonly expiresAt: Date;
  readonly contactKind: ContactKind;
  /** To be opened by `privacy.read` at delivery, with purpose "accounts.send-code" and the subject that `subjectOf` gives. */
  readonly contact: SealedField;
}

/** Hands a code to delivery, in the transaction that makes it. */
export type SendCode = (tx: Tx, message: CodeMessage) => Promise<void>;

export interface AccountsDeps {
  readonly db: Database;
  readonly privacy: Privacy;
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly sendCode: SendCode;
}
