import type { IconName } from "../icons.ts";
import { controlProps, FieldGroup, type FieldProps } from "./field.tsx";
import { House } from "./icon.tsx";

export interface Pick {
  readonly value: string;
  readonly label: string;
  /** A second line in small letters. */
  readonly note?: string;
  readonly icon?: IconName;
}

export interface RadioPicksProps extends FieldProps {
  readonly options: readonly Pick[];
  readonly value?: string;
}

/** One of up to eight, as cards with a visible radio. */
export function RadioPicks(props: RadioPicksProps) {
  const { options, value, name } = props;
  const required = controlProps(props).required;
  return (
    <FieldGroup field={props}>
      <div class="picks">
        {options.map((option, index) => (
          <PickCard
            key={option.value}
            type="radio"
            option={option}
            name={name}
            id={index === 0 ? name : undefined}
            checked={option.value === value}
            required={required}
          />
        ))}
      </div>
    </FieldGroup>
  );
}

export interface CheckboxesProps extends FieldProps {
  readonly options: readonly Pick[];
  readonly values?: readonly string[];
}

/** Any number of choices. The browser cannot require "at least one", so the server does. */
export function Checkboxes(props: CheckboxesProps) {
  const { options, values = [], name } = props;
  return (
    <FieldGroup field={props}>
      <div class="picks">
        {options.map((option, index) => (
          <PickCard
            key={option.value}
            type="checkbox"
            option={option}
            name={name}
            id={index === 0 ? name : undefined}
            checked={values.includes(option.value)}
          />
        ))}
      </div>
    </FieldGroup>
  );
}

export interface CheckboxProps {
  readonly name: string;
  readonly label: string;
  readonly note?: string;
  readonly checked?: boolean;
  /** Sent when checked; "1" when not said. */
  readonly value?: string;
  readonly error?: string;
  readonly required?: boolean;
}

/** One yes-or-no box, e.g. "Sembunyikan nama saya". */
export function Checkbox({ name, label, note, checked, value = "1", error, required }: CheckboxProps) {
  const option = { value, label, note };
  const card = (
    <PickCard type="checkbox" option={option} name={name} id={name} checked={checked === true} required={required} />
  );
  if (error === undefined) return <div class="field">{card}</div>;
  return <FieldGroup field={{ name, error }}>{card}</FieldGroup>;
}

interface PickCardProps {
  readonly type: "radio" | "checkbox";
  readonly option: Pick;
  readonly name: string;
  readonly id: string | undefined;
  readonly checked: boolean;
  readonly required?: boolean;
}

function PickCard({ type, option, name, id, checked, required }: PickCardProps) {
  return (
    <label class="pick">
      <input type={type} id={id} name={name} value={option.value} checked={checked} required={required} />
      <span>
        <b>{option.label}</b>
        {option.note !== undefined && <small>{option.note}</small>}
      </span>
      {option.icon !== undefined && <House icon={option.icon} />}
    </label>
  );
}
