import { parsePhoneNumberFromString } from "libphonenumber-js";

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

/** An E.164 number as people here read it: "0812-3456-7890", those from abroad with their country's code. */
export function phoneInWords(phone: string): string {
  const parsed = parsePhoneNumberFromString(phone);
  return (parsed?.country === "ID" ? parsed.formatNational() : parsed?.formatInternational()) ?? phone;
}
