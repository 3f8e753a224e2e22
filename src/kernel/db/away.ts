/**
 * SQLSTATE of a server that cannot serve now: no connection (class 08), shutting down, crashed, starting, no place left for one more, only
 * a copy that takes no writes (PostgreSQL 18, Appendix A).
 */
const states = /^(08...|57P01|57P02|57P03|53300|25006)$/;
const network = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
/** The driver's own faults have no code. */
const words =
  /^(timeout exceeded when trying to connect|timeout expired|Connection terminated|Client has encountered a connection error|Client was closed)/;

/** Whether a fault says that the database is away, and not that something is wrong with what was asked of it. Trying again later may help. */
export function isDatabaseAway(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  const code = "code" in fault && typeof fault.code === "string" ? fault.code : "";
  return states.test(code) || network.has(code) || words.test(fault.message);
}
