import type { DateQuestion } from "../../../services/index.ts";
import { monthNames } from "../../calendar-date.ts";
import { control, Group, Part } from "../../html-parts.tsx";
import { type FieldProps, posted } from "../../question-type.ts";

/** Day, month by name, year: no guess which comes first, and a birth year is typed, not scrolled to. */
export function DateField(props: FieldProps<DateQuestion>) {
  const { path, entry, context } = props;
  const { t } = context;
  const month = posted(entry, `${path}.month`) ?? "";
  return (
    <Group of={props} id={path}>
      <Part of={props} name={`${path}.day`} label={t("forms.date.day")}>
        <input
          {...control(props, `${path}.day`)}
          type="text"
          inputmode="numeric"
          autocomplete="off"
          value={posted(entry, `${path}.day`) ?? ""}
        />
      </Part>
      <Part of={props} name={`${path}.month`} label={t("forms.date.month")}>
        <select {...control(props, `${path}.month`)}>
          <option value="" selected={month === ""}>
            {t("forms.date.chooseMonth")}
          </option>
          {monthNames(context.language).map((name, index) => (
            <option key={name} value={String(index + 1)} selected={month === String(index + 1)}>
              {name}
            </option>
          ))}
        </select>
      </Part>
      <Part of={props} name={`${path}.year`} label={t("forms.date.year")}>
        <input
          {...control(props, `${path}.year`)}
          type="text"
          inputmode="numeric"
          autocomplete="off"
          value={posted(entry, `${path}.year`) ?? ""}
        />
      </Part>
    </Group>
  );
}
