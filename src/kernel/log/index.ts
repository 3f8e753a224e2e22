export { createLog, type Log, type LogFields, type LogLevel } from "./log.ts";
