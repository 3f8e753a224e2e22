import type { RepeatQuestion } from "../../../services/index.ts";
import { DefaultButton, Group } from "../../html-parts.tsx";
import { allPosted, type FieldProps, type TypeOf } from "../../question-type.ts";
import { nameOfRow } from "./row-name.ts";

/**
 * All rows on one page, each a group with its id in a hidden field. "Tambah" and "Hapus" are submit buttons, so that rows come and
 * go without scripts. A question that depends on another of its row is shown with a note that it may not apply.
 */
export function repeatField(typeOf: TypeOf) {
  return function RepeatField(props: FieldProps<RepeatQuestion>) {
    const { question, path, entry, errors, context } = props;
    const { t } = context;
    const rowName = (index: number): string => nameOfRow(question, index + 1, context);
    const ids = allPosted(entry, `${path}.rows`);
    return (
      <Group of={props} id={path}>
        <DefaultButton />
        {ids.map((id, index) => (
          <fieldset key={id} class="card flow">
            <legend>{rowName(index)}</legend>
            <input type="hidden" name={`${path}.rows`} value={id} />
            {question.ask.map((inner) => {
              const Field = typeOf(inner).html;
              return (
                <div key={inner.name}>
                  {inner.when !== undefined && <p class="hint">{t("forms.repeat.maybe")}</p>}
                  <Field
                    question={inner}
                    path={`${path}.${id}.${inner.name}`}
                    entry={entry}
                    errors={errors}
                    context={context}
                  />
                </div>
              );
            })}
            <button
              type="submit"
              class="btn line"
              name={`${path}.remove`}
              value={id}
              aria-label={t("forms.repeat.remove", { row: rowName(index) })}
            >
              {t("forms.remove")}
            </button>
          </fieldset>
        ))}
        {ids.length < question.max && (
          <button type="submit" class="btn line" name={`${path}.add`} value="1">
            {t("forms.repeat.add")}
          </button>
        )}
      </Group>
    );
  };
}
