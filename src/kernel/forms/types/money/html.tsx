import type { MoneyQuestion } from "../../../services/index.ts";
import { control, OneField } from "../../html-parts.tsx";
import { type FieldProps, posted } from "../../question-type.ts";

export function MoneyField(props: FieldProps<MoneyQuestion>) {
  const { path, entry, context } = props;
  return (
    <OneField of={props}>
      <input {...control(props)} type="text" inputmode="numeric" autocomplete="off" value={posted(entry, path) ?? ""} />
      <p class="hint">{context.t("forms.money.example")}</p>
    </OneField>
  );
}
