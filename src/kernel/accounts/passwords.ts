import { hash, parseOptions, verify } from "@node-rs/argon2";

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, 2 passes, 1 lane (argon2id is the library's default sort). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const shortest = 12;
const longest = 200;

/** Long enough for the rule, and the first that anybody would try here. */
const common = new Set([
  "123456789012",
  "1234567890123",
  "111111111111",
  "000000000000",
  "password1234",
  "passwordpassword",
  "qwertyuiop12",
  "qwertyuiop123",
  "qwerty123456",
  "admin1234567",
  "administrator",
  "indonesia1945",
  "indonesia123",
  "indonesiaraya",
  "merdeka17845",
  "bismillah123",
  "alhamdulillah",
  "sayangkamu123",
  "akucintakamu",
  "rahasia12345",
  "katasandi123",
]);

/** A hash that no password has, at today's cost: checking against it takes as long as against a real one. */
const nobodysHash = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$${base64(16)}$${base64(32)}`;

export type PasswordFault =
  | "accounts.password.too-short"
  | "accounts.password.too-long"
  | "accounts.password.too-common";

/** Why a new password will not do, or undefined. Length counts, signs do not (NIST SP 800-63B). */
export function passwordFault(password: string, username: string): PasswordFault | undefined {
  const plain = password.normalize("NFKC");
  if ([...plain].length < shortest) return "accounts.password.too-short";
  if (plain.length > longest) return "accounts.password.too-long";
  const lower = plain.toLowerCase();
  if (common.has(lower) || lower.includes(username) || new Set(lower).size < 5) return "accounts.password.too-common";
  return undefined;
}

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), cost);
}

/** Whether the password fits; with an undefined hash always false, after the same time. */
export async function passwordFits(passwordHash: string | undefined, password: string): Promise<boolean> {
  if (password.length > longest * 4) return false;
  const fits = await verify(passwordHash ?? nobodysHash, password.normalize("NFKC"));
  return fits && passwordHash !== undefined;
}

/** Whether the hash was made at another cost than today's, and is to be made anew at the next sign-in. */
export function isOutdated(passwordHash: string): boolean {
  const made = parseOptions(passwordHash);
  return (
    made.memoryCost !== cost.memoryCost || made.timeCost !== cost.timeCost || made.parallelism !== cost.parallelism
  );
}

function base64(bytes: number): string {
  return Buffer.alloc(bytes, 0x5a).toString("base64").replace(/=+$/, "");
}
