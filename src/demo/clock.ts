import { type Clock, systemClock } from "../kernel/time/index.ts";

/** The system's clock, but while the demo is being told, a time past. */
export interface DemoClock extends Clock {
  set(to: Date | undefined): void;
}

export function createDemoClock(): DemoClock {
  let past: Date | undefined;
  return {
    now: () => past ?? systemClock.now(),
    set(to) {
      past = to;
    },
  };
}
