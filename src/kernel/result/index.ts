/** An expected failure is a value; an exception is a bug. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/**
 * A failure a person can act on. `type` is the last part of the problem page's address (`docs/problems/<type>.md`),
 * `message` a message key, `field` the form field at fault.
 */
export interface Problem {
  readonly type: ProblemType;
  readonly message: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly field?: string;
  readonly errors?: readonly FieldError[];
}

export interface FieldError {
  readonly field: string;
  readonly message: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Every kind of expected failure with its HTTP status. */
export const problemStatus = {
  "validation-failed": 422,
  "bad-request": 400,
  "not-signed-in": 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  gone: 410,
  "too-large": 413,
  "unsupported-media": 415,
  "idempotency-key-reused": 422,
  "too-many-requests": 429,
  "storage-full": 507,
  unavailable: 503,
  internal: 500,
} as const;

export type ProblemType = keyof typeof problemStatus;

export function problem(type: ProblemType, message: string, rest: Omit<Problem, "type" | "message"> = {}): Problem {
  return { type, message, ...rest };
}
