import { controlProps, Field, type FieldProps } from "./field.tsx";

export interface TextAreaProps extends FieldProps {
  readonly value?: string;
  readonly rows?: number;
  readonly maxlength?: number;
}

/** Several lines; grows with its text where the browser can. */
export function TextArea(props: TextAreaProps) {
  return (
    <Field field={props}>
      <textarea {...controlProps(props)} rows={props.rows ?? 4} maxlength={props.maxlength}>
        {props.value ?? ""}
      </textarea>
    </Field>
  );
}
