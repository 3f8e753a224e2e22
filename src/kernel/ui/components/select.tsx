import { controlProps, Field, type FieldProps } from "./field.tsx";

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface SelectProps extends FieldProps {
  readonly options: readonly Option[];
  readonly value?: string;
  /** First, empty line: "Pilih kelurahan". */
  readonly prompt?: string;
}

/** One of many, e.g. regions. For up to eight choices use RadioPicks. */
export function Select(props: SelectProps) {
  const { options, value, prompt } = props;
  return (
    <Field field={props}>
      <select {...controlProps(props)}>
        {prompt !== undefined && <option value="">{prompt}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
