/** For whom work waits: whoever sends much waits behind themselves, not others behind them. */
export interface Turn {
  /** Where it comes from; many owners may stand behind one. */
  readonly address: string;
  readonly owner: string;
}

export interface GateSize {
  readonly running: number;
  readonly waiting: number;
  readonly waitingPerAddress: number;
  readonly waitingPerOwner: number;
}

/** Lets few through at a time, by turns. */
export interface Gate {
  /** Runs `work` when its turn comes; undefined when too many wait already, at all or of this owner or address. */
  run<T>(turn: Turn, work: () => Promise<T>): Promise<T | undefined>;
}

type Line = (() => void)[];

/**
 * Image work is bounded, so that memory and the other routes stay well. Addresses take turns, and within each its owners: one owner's small photo
 * comes after one picture of a stranger, however many the stranger has sent.
 */
export function createGate(size: GateSize): Gate {
  let free = size.running;
  let waiting = 0;
  // Both maps keep the order of turns: whoever was served goes to their end.
  const addresses = new Map<string, Map<string, Line>>();

  function mayWait({ address, owner }: Turn): boolean {
    const owners = addresses.get(address);
    const ofAddress = [...(owners?.values() ?? [])].reduce((sum, line) => sum + line.length, 0);
    const ofOwner = owners?.get(owner)?.length ?? 0;
    return waiting < size.waiting && ofAddress < size.waitingPerAddress && ofOwner < size.waitingPerOwner;
  }

  function wait({ address, owner }: Turn, admit: () => void): void {
    const owners = addresses.get(address) ?? new Map<string, Line>();
    const line = owners.get(owner) ?? [];
    line.push(admit);
    owners.set(owner, line);
    addresses.set(address, owners);
    waiting += 1;
  }

  function next(): (() => void) | undefined {
    for (const [address, owners] of addresses)
      for (const [owner, line] of owners) {
        const admit = line.shift();
        owners.delete(owner);
        addresses.delete(address);
        if (line.length > 0) owners.set(owner, line);
        if (owners.size > 0) addresses.set(address, owners);
        waiting -= 1;
        return admit;
      }
    return undefined;
  }

  return {
    async run(turn, work) {
      if (free > 0) free -= 1;
      else if (!mayWait(turn)) return undefined;
      else await new Promise<void>((admit) => wait(turn, admit));
      try {
        return await work();
      } finally {
        const admit = next();
        if (admit === undefined) free += 1;
        else admit();
      }
    },
  };
}
