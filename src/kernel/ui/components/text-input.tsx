import { createElement } from "preact";
import { controlProps, Field, type FieldProps } from "./field.tsx";

export interface TextInputProps extends FieldProps {
  readonly value?: string;
  readonly type?: "text" | "tel" | "email" | "password" | "date" | "time" | "number" | "url";
  readonly inputmode?: "numeric" | "decimal" | "tel" | "email" | "text";
  readonly autocomplete?: string;
  readonly maxlength?: number;
  readonly min?: string;
  readonly max?: string;
  /** What is known already: shown, not retyped. */
  readonly readonly?: boolean;
  /** Only as wide as a code, a date or a number. */
  readonly narrow?: boolean;
}

/** A line of text, a number, a date. */
export function TextInput(props: TextInputProps) {
  const { value, type = "text", inputmode, autocomplete, maxlength, min, max, readonly, narrow } = props;
  // createElement, because JSX types an input by one literal type and this one has many.
  const input = createElement("input", {
    ...controlProps(props),
    class: narrow === true ? "narrow" : undefined,
    type,
    value,
    inputmode,
    autocomplete,
    maxlength,
    min,
    max,
    readOnly: readonly,
  });
  return <Field field={props}>{input}</Field>;
}
