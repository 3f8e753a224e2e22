/** Lets few through at a time, in order. */
export interface Gate {
  /** Runs `work` when its turn comes; undefined when too many wait already. */
  run<T>(work: () => Promise<T>): Promise<T | undefined>;
}

/** At most `running` at once and `waiting` in line: image work is bounded, so that memory and the other routes stay well. */
export function createGate(running: number, waiting: number): Gate {
  let free = running;
  const line: (() => void)[] = [];
  return {
    async run(work) {
      if (free > 0) free -= 1;
      else if (line.length >= waiting) return undefined;
      else await new Promise<void>((admit) => line.push(admit));
      try {
        return await work();
      } finally {
        const next = line.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
