import { sql } from "kysely";
import type { Crypto } from "../crypto/index.ts";
import type { Queryable, Tx } from "../db/index.ts";
import type { Uuid } from "../ids/index.ts";
import type { AccountsDeps } from "./deps.ts";
import type { Device } from "./device.ts";

/** Where a browser gets in. */
export interface Door {
  readonly kind: "account" | "case";
  readonly id: Uuid;
}

/**
 * What the tries of a browser that is known at a door are counted on, instead of what strangers share; undefined when it is not known there.
 * So nobody is shut out by strangers who guess.
 */
export async function knownAt(
  deps: Pick<AccountsDeps, "crypto">,
  db: Queryable,
  door: Door | undefined,
  device: Device,
  at: Date,
): Promise<string | undefined> {
  if (door === undefined || device.browser === null) return undefined;
  const browser = browserDigest(deps.crypto, device.browser);
  const found = await sql`
    select 1 from accounts.known_browser k join accounts.limit_policy p on p.action = 'browser.known'
    where k.target = ${doorDigest(deps.crypto, door)} and k.browser = ${browser}
      and k.used_at > ${at}::timestamptz - make_interval(secs => p.seconds)`.execute(db);
  return found.rows.length === 0 ? undefined : `${door.id} ${browser.toString("hex")}`;
}

/** Keeps that somebody got in by this browser. The ones used longest ago give way when there are too many. */
export async function rememberBrowser(
  deps: Pick<AccountsDeps, "crypto">,
  tx: Tx,
  door: Door,
  device: Device,
  at: Date,
): Promise<void> {
  if (device.browser === null) return;
  const target = doorDigest(deps.crypto, door);
  await sql`insert into accounts.known_browser (target, browser, used_at)
    values (${target}, ${browserDigest(deps.crypto, device.browser)}, ${at})
    on conflict (target, browser) do update set used_at = excluded.used_at`.execute(tx);
  await sql`delete from accounts.known_browser where target = ${target} and browser in (
    select browser from accounts.known_browser where target = ${target} order by used_at desc, browser
    offset (select most from accounts.limit_policy where action = 'browser.known'))`.execute(tx);
}

/** Forgets all browsers of a door. Gives how many. */
export async function forgetBrowsers(deps: Pick<AccountsDeps, "crypto">, tx: Tx, door: Door): Promise<number> {
  const gone = await sql`
    delete from accounts.known_browser where target = ${doorDigest(deps.crypto, door)}`.execute(tx);
  return Number(gone.numAffectedRows ?? 0);
}

function doorDigest(crypto: Crypto, { kind, id }: Door): Buffer {
  return crypto.digest("known-browser-door", kind, id);
}

function browserDigest(crypto: Crypto, secret: string): Buffer {
  return crypto.digest("known-browser", secret);
}
