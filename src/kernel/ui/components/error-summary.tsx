import { useT } from "../context.ts";
import { Icon } from "./icon.tsx";

export interface SummarisedError {
  /** Name of the field at fault. */
  readonly field: string;
  readonly text: string;
}

/** What has to be mended, first on the page, each line leading to its field. Nothing is drawn without errors. */
export function ErrorSummary({
  errors,
  isAlone,
}: {
  readonly errors: readonly SummarisedError[];
  /** There is nothing else on the page that could have been lost. */
  readonly isAlone?: boolean;
}) {
  const t = useT();
  if (errors.length === 0) return null;
  return (
    <div class="note bad" role="alert" tabindex={-1} data-focus>
      <Icon name="late" />
      <div>
        <h2 class="h">{t("ui.errors.title", { count: errors.length })}</h2>
        <ul>
          {errors.map((error) => (
            <li key={error.field}>
              <a href={`#${error.field}`}>{error.text}</a>
            </li>
          ))}
        </ul>
        {isAlone !== true && <p>{t("ui.errors.kept")}</p>}
      </div>
    </div>
  );
}
