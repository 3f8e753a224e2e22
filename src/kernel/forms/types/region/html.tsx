import type { Question, RegionQuestion } from "../../../services/index.ts";
import { control, Group, Part } from "../../html-parts.tsx";
import { type FieldProps, posted } from "../../question-type.ts";
import { isWithin, levelsBelow, rootOf } from "../../region-code.ts";

export function RegionField(props: FieldProps<RegionQuestion>) {
  return (
    <Group of={props} id={props.path}>
      <RegionSteps of={props} path={props.path} level={props.question.level} anywhere={props.question.anywhere} />
    </Group>
  );
}

/**
 * One list per level, each shown when the one above is chosen: without scripts, "Lanjut" brings the next list; a script may bring what is below a
 * `data-below` when it changes. The lists come from `context.regionChildren`; a first list that was not loaded is a bug of the page.
 */
export function RegionSteps({
  of,
  path,
  level: wanted,
  anywhere,
}: {
  readonly of: FieldProps<Question>;
  readonly path: string;
  readonly level: RegionQuestion["level"];
  readonly anywhere: boolean | undefined;
}) {
  const { entry, context } = of;
  const root = rootOf({ anywhere }, context);
  const lists = [];
  let parent = root;
  for (const level of levelsBelow(root, wanted)) {
    const options = context.regionChildren[parent];
    if (options === undefined) {
      if (parent === root) throw new Error(`regions below "${root}" were not loaded`);
      break;
    }
    const name = `${path}.${level}`;
    const posting = posted(entry, name) ?? "";
    const chosen = posting !== "" && options.some(({ value }) => value === posting) && isWithin(posting, parent);
    const isOfAnother = posting !== "" && !isWithin(posting, parent);
    // The list that has just come: whoever sent the one above is led to it, since the page begins at its top again.
    const isNew = parent !== root && (posting === "" || isOfAnother) && of.errors.length === 0;
    lists.push(
      <Part key={level} of={of} name={name} label={context.t(`forms.region.${level}`)}>
        {isNew && <p class="hint">{context.t(isOfAnother ? `forms.region.changed.${level}` : "forms.region.now")}</p>}
        <select {...control(of, name)} autofocus={isNew} data-below={level === wanted ? undefined : ""}>
          <option value="" selected={!chosen}>
            {context.t("forms.choose")}
          </option>
          {options.map(({ value, label }) => (
            <option key={value} value={value} selected={chosen && value === posting}>
              {label}
            </option>
          ))}
        </select>
      </Part>,
    );
    if (!chosen) break;
    parent = posting;
  }
  return <div data-regions={path}>{lists}</div>;
}
