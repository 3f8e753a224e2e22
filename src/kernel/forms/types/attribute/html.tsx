import type { AttributeQuestion } from "../../../services/index.ts";
import { control, Group, Part, Pick } from "../../html-parts.tsx";
import { type FieldProps, posted } from "../../question-type.ts";

/** The known value to confirm, or a field when it is not known or not right. */
export function AttributeField(props: FieldProps<AttributeQuestion>) {
  const { question, path, entry, context } = props;
  const { t, prefills } = context;
  const known = Object.hasOwn(prefills, question.source) ? prefills[question.source] : null;
  const own = (
    <input
      {...control(props, `${path}.value`)}
      type="text"
      autocomplete="off"
      value={posted(entry, `${path}.value`) ?? ""}
    />
  );
  if (known === null || known === undefined)
    return (
      <Group of={props} id={path}>
        <Part of={props} name={`${path}.value`} label={t("forms.attribute.own")}>
          {own}
        </Part>
      </Group>
    );
  const chosen = posted(entry, `${path}.confirm`);
  return (
    <Group of={props} id={path}>
      <p>
        {t("forms.attribute.known")} <b>{known.value}</b>
      </p>
      <div class="picks">
        {(["yes", "no"] as const).map((value) => (
          <Pick
            key={value}
            type="radio"
            name={`${path}.confirm`}
            id={value === "yes" ? `${path}.confirm` : undefined}
            value={value}
            checked={chosen === value}
            label={t(`forms.attribute.${value}`)}
          />
        ))}
      </div>
      <Part of={props} name={`${path}.value`} label={t("forms.attribute.right")}>
        {own}
      </Part>
    </Group>
  );
}
