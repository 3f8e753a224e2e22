import type { ConfirmQuestion } from "../../../services/index.ts";
import { Group, Pick } from "../../html-parts.tsx";
import { type FieldProps, posted } from "../../question-type.ts";

/** Two radios, never one box: an empty box does not say whether the question was read. */
export function ConfirmField(props: FieldProps<ConfirmQuestion>) {
  const { path, entry, errors, context } = props;
  const chosen = posted(entry, path);
  const invalid = errors.some((error) => error.field === path);
  return (
    <Group of={props}>
      <div class="picks">
        {(["yes", "no"] as const).map((value) => (
          <Pick
            key={value}
            type="radio"
            name={path}
            id={value === "yes" ? path : undefined}
            value={value}
            checked={chosen === value}
            label={context.t(`forms.${value}`)}
            invalid={invalid}
          />
        ))}
      </div>
    </Group>
  );
}
