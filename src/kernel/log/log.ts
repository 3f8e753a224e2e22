import { type DestinationStream, pino } from "pino";
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
}

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
    timestamp: () => `,"time":"${clock.now().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = settings.stream === undefined ? pino(options) : pino(options, settings.stream);
  const line =
    (level: LogLevel) =>
    (event: string, fields: LogFields = {}): void => {
      if (!logger.isLevelEnabled(level)) return;
      logger[level](redactDeep(fields), String(redactDeep(event)));
    };
  return { error: line("error"), warn: line("warn"), info: line("info"), debug: line("debug") };
}
