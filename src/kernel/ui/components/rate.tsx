import { useT } from "../context.ts";
import { FieldGroup, type FieldProps } from "./field.tsx";
import { Icon } from "./icon.tsx";

const faces = [
  { value: 1, icon: "face1" },
  { value: 2, icon: "face2" },
  { value: 3, icon: "face3" },
  { value: 4, icon: "face4" },
  { value: 5, icon: "face5" },
] as const;

export interface RateProps extends FieldProps {
  readonly value?: 1 | 2 | 3 | 4 | 5;
}

/** Five faces from "Buruk" (1) to "Sangat baik" (5). */
export function Rate(props: RateProps) {
  const t = useT();
  return (
    <FieldGroup field={props}>
      <div class="rate">
        {faces.map(({ value, icon }) => (
          <label key={value}>
            <input
              class="vh"
              type="radio"
              name={props.name}
              id={value === 1 ? props.name : undefined}
              value={value}
              checked={value === props.value}
              required={props.optional === undefined || props.optional === false}
            />
            <Icon name={icon} />
            {t(`ui.rate.${value}`)}
          </label>
        ))}
      </div>
    </FieldGroup>
  );
}
