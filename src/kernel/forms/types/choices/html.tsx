import type { ChoicesQuestion } from "../../../services/index.ts";
import { Group, Pick } from "../../html-parts.tsx";
import { loadedOptions } from "../../options.ts";
import { allPosted, type FieldProps } from "../../question-type.ts";

export function ChoicesField(props: FieldProps<ChoicesQuestion>) {
  const { question, path, entry, errors, context } = props;
  const chosen = allPosted(entry, path);
  return (
    <Group of={props}>
      <p class="hint">{context.t("forms.choices.many")}</p>
      <div class="picks">
        {loadedOptions(question, context).map(({ value, label, hint, icon }, index) => (
          <Pick
            key={value}
            type="checkbox"
            name={path}
            id={index === 0 ? path : undefined}
            value={value}
            checked={chosen.includes(value)}
            label={label}
            hint={hint}
            icon={icon === undefined ? undefined : context.icon?.(icon)}
            invalid={errors.some((error) => error.field === path)}
          />
        ))}
      </div>
    </Group>
  );
}
