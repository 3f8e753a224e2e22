import { type Bindings, type DestinationStream, type Logger, pino } from "pino";
import { type Clock, systemClock } from "../time/index.ts";
import { redactDeep } from "./redact-deep.ts";

export type LogLevel = "error" | "warn" | "info" | "debug";
export type LogFields = Readonly<Record<string, unknown>>;

/** Lines for the operator. `event` is a fixed word like "http.answered"; what varies goes into `fields`. */
export interface Log {
  error(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  debug(event: string, fields?: LogFields): void;
  /** A log whose every line also carries these: they are looked through and written out once. Keep it where lines of one kind are many. */
  with(fields: LogFields): Log;
}

/** Lines go out together, for a write to the system costs more than a line; at the latest after so many ms, and before the process ends. */
const bufferedSigns = 8_192;
const flushMs = 200;

/**
 * A log of JSON lines `{ level, time (UTC), event, … }`. Every string, key and number in them passes `redactDeep`, so that no NIK, phone
 * number, e-mail address or secret gets out, whoever logs it.
 */
export function createLog(settings: { level: LogLevel | "silent"; stream?: DestinationStream; clock?: Clock }): Log {
  const clock = settings.clock ?? systemClock;
  const options = {
    level: settings.level,
    // The process and the machine are named by whoever collects the lines.
    base: null,
    messageKey: "event",
    timestamp: timestamps(clock),
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const stream: DestinationStream & { flushSync?(): void } =
    settings.stream ?? pino.destination({ sync: false, minLength: bufferedSigns, periodicFlush: flushMs });
  return linesOf(pino(options, stream), () => stream.flushSync?.());
}

function linesOf(logger: Logger, flush: () => void): Log {
  const line =
    (level: LogLevel) =>
    (event: string, fields: LogFields = {}): void => {
      if (!logger.isLevelEnabled(level)) return;
      logger[level](redactDeep(fields), String(redactDeep(event)));
      // What tells why a process is about to end must not end with it.
      if (level === "error") flush();
    };
  return {
    error: line("error"),
    warn: line("warn"),
    info: line("info"),
    debug: line("debug"),
    // Pino asks bindings for a method of objects, which a redacted copy does not have.
    with: (fields) => linesOf(logger.child({ ...(redactDeep(fields) as Bindings) }), flush),
  };
}

/** Many lines fall into one millisecond; writing it out costs as much as the rest of a line. */
function timestamps(clock: Clock): () => string {
  let last = Number.NaN;
  let text = "";
  return () => {
    const now = clock.now();
    if (now.getTime() !== last) {
      last = now.getTime();
      text = `,"time":"${now.toISOString()}"`;
    }
    return text;
  };
}
