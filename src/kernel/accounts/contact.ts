import { parsePhoneNumberFromString } from "libphonenumber-js";

export type ContactKind = "phone" | "email";

/** A contact in its one canonical form: E.164 for phones, lower case for e-mail. */
export interface Contact {
  readonly kind: ContactKind;
  readonly value: string;
}

const longest = 80;

/**
 * A phone number as people write it ("0812-3456-7890", "+62 812…", "62812…", full-width digits) in E.164 form. Without a country code it
 * is Indonesian. Undefined when it cannot be a number.
 */
export function parsePhone(text: string): string | undefined {
  if (text.length > longest) return undefined;
  // 00 is how many dial abroad; the library knows it only for some countries.
  const parsed = parsePhoneNumberFromString(text.normalize("NFKC").trim().replace(/^00/, "+"), "ID");
  return parsed?.isValid() === true ? parsed.number : undefined;
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
