import { createSecretKey, type KeyObject } from "node:crypto";
import { type Crypto, createCrypto, type Keys } from "../../crypto/index.ts";
import type { Database } from "../../db/index.ts";
import { newId, newSecret, type Uuid } from "../../ids/index.ts";
import { createPrivacy, type Privacy } from "../../privacy/index.ts";
import type { Problem, Result } from "../../result/index.ts";
import { type Clock, movableClock } from "../../time/index.ts";
import { type Accounts, createAccounts } from "../accounts.ts";
import type { CodeMessage } from "../deps.ts";
import type { Device } from "../device.ts";
import type { OpenedSession } from "../sessions.ts";

/** Accounts on a real database, with an inbox instead of a phone network. */
export interface AccountsKit {
  readonly accounts: Accounts;
  readonly privacy: Privacy;
  readonly crypto: Crypto;
  readonly clock: Clock & { advance(ms: number): void; set(to: string | Date): void };
  readonly inbox: CodeMessage[];
  /** A second process on the same database and keys. */
  twin(): Accounts;
  newPhone(): string;
  lastCode(): string;
  signIn(phone: string, previousSecret?: string | null): Promise<OpenedSession>;
  newResident(name?: string | null): Promise<{ id: Uuid; phone: string }>;
}

export const phoneBrowser =
  "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36";

/** `browser`: the secret of a browser that may be known. */
export function device(key: string = newId(), browser: string | null = null): Device {
  return { key, userAgent: phoneBrowser, browser };
}

/** The value, or a failure of the test that names the problem. */
export function must<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new Error(`${result.error.type} ${result.error.message}`);
  return result.value;
}

/** The problem's message key, or undefined when there is none. */
export function messageOf(result: Result<unknown, Problem>): string | undefined {
  return result.ok ? undefined : result.error.message;
}

export const newKey = (): KeyObject => createSecretKey(Buffer.from(newSecret(), "base64url"));

/** New keys, one of each kind. */
export function newKeys(): Keys {
  return {
    data: [{ id: "0000000a", secret: newKey() }],
    index: [{ id: "0000000b", secret: newKey() }],
    ledger: [{ id: "0000000c", secret: newKey() }],
    anchor: [],
    document: [{ id: "0000000d", secret: newKey() }],
    pseudonym: newKey(),
    code: newKey(),
  };
}

/** `keys`: those of an earlier kit on the same database. */
export function accountsKit(db: Database, keys: Keys = newKeys()): AccountsKit {
  const crypto = createCrypto(keys);
  const clock = movableClock("2026-11-24T03:00:00Z");
  const inbox: CodeMessage[] = [];
  const open = (): { accounts: Accounts; privacy: Privacy } => {
    const privacy = createPrivacy({ db, crypto, clock });
    const accounts = createAccounts({
      db,
      privacy,
      crypto,
      clock,
      sendCode: async (_tx, message) => void inbox.push(message),
    });
    return { accounts, privacy };
  };
  const { accounts, privacy } = open();
  let phones = 0;

  const newPhone = (): string => {
    phones += 1;
    return `0812-3000-${String(phones).padStart(4, "0")}`;
  };
  const lastCode = (): string => inbox.at(-1)?.code ?? "";
  return {
    accounts,
    privacy,
    crypto,
    clock,
    inbox,
    twin: () => open().accounts,
    newPhone,
    lastCode,
    async signIn(phone, previousSecret = null) {
      // Half a minute later, so that a second sign-in with the same number is not "too soon".
      clock.advance(31_000);
      const sent = must(await accounts.requestCode({ phone, device: device(), lang: "id" }));
      return must(
        await accounts.verifyCode({
          challengeId: sent.challengeId,
          code: lastCode(),
          device: device(),
          lang: "id",
          previousSecret,
        }),
      );
    },
    async newResident(name = null) {
      const phone = newPhone();
      const id = must(await db.transaction((tx) => accounts.createResident(tx, { phone, name, lang: "id" })));
      return { id, phone };
    },
  };
}
