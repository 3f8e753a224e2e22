import { isUuid } from "../ids/index.ts";

/** What may stand between digits when people or programs write numbers, also percent-encoded. */
const gap = "(?:[\\s().+/\\u2010-\\u2015-]|%20|%28|%29|%2B|%2D|%2E){0,3}";

/** Ids and hashes of ours: kept, because without them a log is of no use, and they name nobody. */
const kept =
  "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])|(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])";
/** Where a number may begin: after anything but a digit, and after an encoded sign that ends in a digit (%20). */
const start = "(?:(?<!\\d)|(?<=%[0-9a-f]{2}))";
/** NIK and KK: 16 digits. */
const civilNumber = `${start}\\d(?:${gap}\\d){15}(?!\\d)`;
/** Indonesian numbers with 0, 62 or +62 in front, and any number with a + in front. */
const phoneNumber = `${start}(?:(?:\\+|%2B|00)?62|0)${gap}[2-9](?:${gap}\\d){7,12}(?!\\d)|(?:\\+|%2B)[1-9](?:${gap}\\d){7,14}(?!\\d)`;
/** The bounds (RFC 5321: 64 signs before the @) keep the time linear in the text. */
const email = "[\\p{L}\\p{N}._%+-]{1,64}(?:@|%40)[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63}){1,8}";

const leastDigits = 8;
const atSign = "@".charCodeAt(0);
const percent = "%".charCodeAt(0);

const pattern = new RegExp(`(${kept})|(${civilNumber})|(${phoneNumber})|(${email})`, "giu");

/**
 * The text with every NIK, KK, phone number and e-mail address replaced by `[nik]`, `[phone]`, `[email]`. For logs and error reports: it
 * would rather take away a harmless number than leave a person's.
 */
export function redact(text: string): string {
  if (holdsNothing(text)) return text;
  return text.replace(pattern, (whole, keep?: string, civil?: string, phone?: string) => {
    if (keep !== undefined) return whole;
    if (civil !== undefined) return "[nik]";
    return phone === undefined ? "[email]" : "[phone]";
  });
}

/** Eight digits are the least that any of the numbers has: most of what a log says is settled here, a hundred times faster. */
function holdsNothing(text: string): boolean {
  const isId: boolean = isUuid(text);
  if (isId) return true;
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign >= 48 && sign <= 57) digits += 1;
    else if (sign === atSign || sign === percent) return false;
    if (digits >= leastDigits) return false;
  }
  return true;
}

/** A number in E.164 form (+6281234567890) as its owner may see it on a shared screen: "+62 812 •••• 890". */
export function maskPhone(number: string): string {
  const [country, rest] = number.startsWith("+62") ? ["+62 ", number.slice(3)] : ["", number.replace(/^\+/, "")];
  if (rest.length < 8) return `${country}••••`;
  return `${country}${rest.slice(0, 3)} •••• ${rest.slice(-3)}`;
}
