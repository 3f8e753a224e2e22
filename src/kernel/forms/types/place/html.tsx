import type { PlaceQuestion } from "../../../services/index.ts";
import { control, Group, Part } from "../../html-parts.tsx";
import { type FieldProps, posted } from "../../question-type.ts";
import { RegionSteps } from "../region/html.tsx";

/**
 * The plain fields of a place. A script or a map may fill `lat` and `lng` (the group carries `data-place`); they wait behind a summary, which says what is
 * in them, for those who know their coordinates.
 */
export function PlaceField(props: FieldProps<PlaceQuestion>) {
  const { question, path, entry, errors, context } = props;
  const { t } = context;
  const points = [`${path}.lat`, `${path}.lng`];
  const [lat = "", lng = ""] = points.map((name) => posted(entry, name));
  const pointShown =
    question.point === "required" ||
    errors.some((error) => error.field === `${path}.point` || points.includes(error.field));
  return (
    <Group of={props} id={path}>
      <div data-place={path}>
        <Part of={props} name={`${path}.region`}>
          <div id={`${path}.region`} tabindex={-1}>
            <RegionSteps of={props} path={`${path}.region`} level={question.level} anywhere={question.anywhere} />
          </div>
        </Part>
        {question.landmark !== "none" && (
          <Part
            of={props}
            name={`${path}.landmark`}
            label={t("forms.place.landmark")}
            optional={question.landmark === "optional"}
          >
            <input
              {...control(props, `${path}.landmark`)}
              type="text"
              autocomplete="off"
              value={posted(entry, `${path}.landmark`) ?? ""}
            />
          </Part>
        )}
        {question.point !== "none" && (
          <details open={pointShown} id={`${path}.point`}>
            <summary>
              <span id={`${path}.point-t`}>
                {lat === "" || lng === ""
                  ? t("forms.place.coordinates")
                  : t("forms.place.coordinates.given", { lat, lng })}
              </span>
            </summary>
            <Part of={props} name={`${path}.point`}>
              {points.map((name) => (
                <Part
                  key={name}
                  of={props}
                  name={name}
                  label={t(name.endsWith("lat") ? "forms.place.lat" : "forms.place.lng")}
                >
                  <input
                    {...control(props, name)}
                    type="text"
                    inputmode="text"
                    autocomplete="off"
                    value={posted(entry, name) ?? ""}
                  />
                </Part>
              ))}
            </Part>
          </details>
        )}
      </div>
    </Group>
  );
}
