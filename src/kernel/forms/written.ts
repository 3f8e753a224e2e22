import type { FieldError } from "../result/index.ts";
import { err, ok, type Result } from "../result/index.ts";
import { lengthOf, visibleLengthOf } from "./clean-text.ts";
import { faultAt, type Remark } from "./question-type.ts";

/** A written answer within its limits; undefined when nothing is left of it after cleaning. */
export function checkWritten(
  value: unknown,
  path: string,
  limits: { readonly minLength?: number; readonly maxLength: number },
  clean: (raw: string, limit: number) => Result<string, Remark>,
): Result<string | undefined, readonly FieldError[]> {
  if (typeof value !== "string") return err(faultAt(path, "forms.error.text.kind"));
  const cleaned = clean(value, limits.maxLength);
  if (!cleaned.ok) return err(faultAt(path, cleaned.error.message, cleaned.error.params));
  const text = cleaned.value;
  if (text === "") return ok(undefined);
  const length = lengthOf(text);
  if (length > limits.maxLength) return err(faultAt(path, "forms.error.text.long", { max: limits.maxLength, length }));
  const visible = visibleLengthOf(text);
  if (visible < (limits.minLength ?? 0))
    return err(faultAt(path, "forms.error.text.short", { min: limits.minLength ?? 0, length: visible }));
  return ok(text);
}
