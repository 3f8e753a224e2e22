/** How many live streams may be open. */
export interface PlaceRules {
  readonly most: number;
  /** Of one reader: an address, which a whole village may share, or an officer's session. */
  readonly perReader: number;
  /** Of all, only officers get the last ones. */
  readonly forOfficers: number;
}

export interface Reader {
  /** Who counts together. */
  readonly key: string;
  readonly isOfficer: boolean;
}

/** Places for streams: nobody takes all, and officers always find one. */
export interface Places {
  /** Undefined: none is free for this reader. Else the function that gives it back; only its first call counts. */
  take(reader: Reader): (() => void) | undefined;
}

export function createPlaces(rules: PlaceRules): Places {
  const held = new Map<string, number>();
  let all = 0;
  return {
    take({ key, isOfficer }) {
      const own = held.get(key) ?? 0;
      if (own >= rules.perReader || all >= rules.most - (isOfficer ? 0 : rules.forOfficers)) return undefined;
      held.set(key, own + 1);
      all += 1;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        all -= 1;
        const left = (held.get(key) ?? 1) - 1;
        if (left === 0) held.delete(key);
        else held.set(key, left);
      };
    },
  };
}

/** Groups of an IPv6 address that name a line; the rest is the line's own to choose (RFC 6177). */
const lineGroups = 4;

/** The line that an address belongs to: one of IPv6 has more addresses than anybody could count. */
export function lineOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (!plain.includes(":")) return plain;
  const [head = "", tail] = plain.split("::");
  const groups = (text: string | undefined) => (text === undefined || text === "" ? [] : text.split(":"));
  const [first, last] = [groups(head), groups(tail)];
  const gap = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array<string>(gap).fill("0"), ...last].slice(0, lineGroups).join(":");
}
