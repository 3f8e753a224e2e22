const longest = 1000;
/** Pages of signing in and out lead nowhere after it. */
const circular = /^\/(masuk|keluar)([/?#]|$)/;

/**
 * Where a person wanted to go before signing in, as a path of this installation; undefined when it leads anywhere else: another host, another
 * scheme, a path that a browser reads as a host (`//…`, `/\…`), or one with control characters or spaces.
 */
export function returnPath(text: string | undefined): string | undefined {
  if (text === undefined || text.length > longest || !/^\/[^\s\\\p{Cc}]*$/u.test(text)) return undefined;
  if (!URL.canParse(text, here)) return undefined;
  const { origin, pathname, search, hash } = new URL(text, here);
  // Dots are resolved by now: "/.//host" would be "//host".
  if (origin !== here || pathname.startsWith("//")) return undefined;
  const path = pathname + search + hash;
  return circular.test(path) ? undefined : path;
}

/** A name that exists nowhere (RFC 2606), to resolve against. */
const here = "https://balai.invalid";
