import { redact } from "../privacy/index.ts";

/** Members whose value is a secret or names a person, whatever it looks like. */
const secretKeys =
  /^(authorization|cookie|set-cookie|pass(word|phrase)|pin|otp|code|secret|token|csrf.*|.*secret|.*token|name|full-?name|phone|email|nik|kk|address)$/i;
/** Whole numbers below have too few digits to name anyone. */
const shortNumber = 10_000_000;
const deepest = 6;
const longestText = 4_000;
const longestScan = 40_000;
const longestList = 100;

/**
 * A copy of `value` fit for the log: strings without personal patterns, secrets by their key taken out, errors as
 * `{ type, message, code, stack, cause }`, bytes as their length; cut at six levels, 100 items and 4,000 signs. Never throws.
 */
export function redactDeep(value: unknown): unknown {
  return walk(value, 0, new Set());
}

function walk(value: unknown, depth: number, above: Set<object>): unknown {
  switch (typeof value) {
    case "string":
      return cut(value);
    case "number":
    case "bigint": {
      if (Number.isInteger(value) && Math.abs(Number(value)) < shortNumber) return value;
      const text = redact(String(value));
      if (text !== String(value)) return text;
      return typeof value === "bigint" ? text : value;
    }
    case "boolean":
    case "undefined":
      return value;
    case "symbol":
    case "function":
      return `[${typeof value}]`;
    case "object":
      return value === null ? null : walkObject(value, depth, above);
  }
}

/** Redacted first, cut then: the other way a number at the cut would show its beginning. */
function cut(text: string): string {
  const clean = redact(text.slice(0, longestScan));
  return clean.length > longestText ? `${clean.slice(0, longestText)}…` : clean;
}

function walkObject(value: object, depth: number, above: Set<object>): unknown {
  if (above.has(value)) return "[circular]";
  if (depth >= deepest) return "[deep]";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "[no date]" : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof URL) return redact(value.href);
  above.add(value);
  try {
    if (value instanceof Error) return walkError(value, depth, above);
    const items = value instanceof Set ? [...value] : value;
    if (Array.isArray(items)) return items.slice(0, longestList).map((item) => walk(item, depth + 1, above));
    const members = value instanceof Map ? [...value.entries()] : Object.entries(value);
    // Without a prototype: a member may be called "__proto__".
    const clean: Record<string, unknown> = Object.create(null);
    for (const [name, member] of members.slice(0, longestList)) {
      const { key, isSecret } = keyOf(String(name));
      const hides = isSecret && member !== undefined && member !== null;
      clean[key] = hides ? "[secret]" : walk(member, depth + 1, above);
    }
    return clean;
  } catch {
    // A getter that throws must not take down the act that was only to be logged.
    return "[unreadable]";
  } finally {
    above.delete(value);
  }
}

interface Key {
  readonly key: string;
  readonly isSecret: boolean;
}

/** The program logs the same few dozen keys all day; keys that come from outside must not fill the memory. */
const knownKeys = new Map<string, Key>();
const mostKeys = 500;

function keyOf(name: string): Key {
  const known = knownKeys.get(name);
  if (known !== undefined) return known;
  const made = { key: redact(name), isSecret: secretKeys.test(name) };
  if (knownKeys.size < mostKeys && name.length < 50) knownKeys.set(name, made);
  return made;
}

/** Only what is known to help: a driver's error may carry the row in `detail` and the statement's values. */
function walkError(error: Error, depth: number, above: Set<object>): unknown {
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const constraint = "constraint" in error && typeof error.constraint === "string" ? error.constraint : undefined;
  return {
    type: error.name,
    message: walk(error.message, depth, above),
    code,
    constraint,
    stack: walk(error.stack ?? "", depth, above),
    cause: error.cause === undefined ? undefined : walk(error.cause, depth + 1, above),
    errors: error instanceof AggregateError ? walk(error.errors, depth + 1, above) : undefined,
  };
}
