export interface RoundsOptions {
  /** One round: does all that is there to do. */
  readonly work: () => Promise<unknown>;
  readonly onFault: (fault: unknown) => void;
  /** Looks by itself so often: for what another process left, and for a wake that was lost. */
  readonly pollMs: number;
  /** What comes during a round is gathered so long before the next: under load a round costs as much for one thing as for fifty. */
  readonly gatherMs: number;
  /** The first wake after a rest begins a round at once, or gathers, too. */
  readonly atOnce: boolean;
}

/** Work that is done in rounds, never two at a time in one process. */
export interface Rounds {
  /** There is something to do: called after each commit. */
  wake(): void;
  start(): void;
  /** Finishes the round at hand, then stops. */
  stop(): Promise<void>;
}

/** Rounds by the clock and by waking. Nothing runs before `start`. */
export function createRounds({ work, onFault, pollMs, gatherMs, atOnce }: RoundsOptions): Rounds {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> | undefined;
  let again = false;
  let gathering = false;
  let stopped = true;

  function tick(): void {
    if (stopped) return;
    clearTimeout(timer);
    again = false;
    gathering = false;
    running = work()
      .catch(onFault)
      .finally(() => {
        running = undefined;
        if (stopped) return;
        gathering = again;
        timer = setTimeout(tick, again ? gatherMs : pollMs);
      });
  }

  return {
    wake() {
      if (running !== undefined) again = true;
      else if (stopped || gathering) return;
      else if (atOnce) tick();
      else {
        gathering = true;
        clearTimeout(timer);
        timer = setTimeout(tick, gatherMs);
      }
    },
    start() {
      stopped = false;
      tick();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
