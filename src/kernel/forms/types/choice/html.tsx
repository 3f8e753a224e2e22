import type { ChoiceQuestion } from "../../../services/index.ts";
import { control, Group, OneField, Pick } from "../../html-parts.tsx";
import { loadedOptions } from "../../options.ts";
import { type FieldProps, posted } from "../../question-type.ts";

/** So many cards still fit on a few screens of a phone; more become a list to open. */
const mostCards = 12;

export function ChoiceField(props: FieldProps<ChoiceQuestion>) {
  const { question, path, entry, errors, context } = props;
  const options = loadedOptions(question, context);
  const chosen = posted(entry, path);
  if (options.length > mostCards)
    return (
      <OneField of={props}>
        <select {...control(props)}>
          <option value="" selected={chosen === undefined || chosen === ""}>
            {context.t("forms.choose")}
          </option>
          {options.map(({ value, label }) => (
            <option key={value} value={value} selected={value === chosen}>
              {label}
            </option>
          ))}
        </select>
      </OneField>
    );
  return (
    <Group of={props}>
      <div class="picks">
        {question.optional === true && (
          <Pick type="radio" name={path} value="" checked={chosen === ""} label={context.t("forms.choice.nothing")} />
        )}
        {options.map(({ value, label, hint, icon }, index) => (
          <Pick
            key={value}
            type="radio"
            name={path}
            id={index === 0 ? path : undefined}
            value={value}
            checked={value === chosen}
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
