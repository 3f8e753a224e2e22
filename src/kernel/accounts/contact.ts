import { parsePhone } from "../phone/index.ts";

export type ContactKind = "phone" | "email";

/** A contact in its one canonical form: E.164 for phones, lower case for e-mail. */
export interface Contact {
  readonly kind: ContactKind;
  readonly value: string;
}

/** An e-mail address in lower case, or undefined. Whether it exists only a message can tell. */
export function parseEmail(text: string): string | undefined {
  const address = text.trim().toLowerCase();
  if (address.length > 254) return undefined;
  return /^[^\s@"(),:;<>[\\\]]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}$/.test(address) ? address : undefined;
}

export function parseContact(kind: ContactKind, text: string): Contact | undefined {
  const value = kind === "phone" ? parsePhone(text) : parseEmail(text);
  return value === undefined ? undefined : { kind, value };
}
