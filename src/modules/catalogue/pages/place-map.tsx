import { mapHeight, mapWidth } from "../../../kernel/regions/index.ts";
import type { FieldError } from "../../../kernel/result/index.ts";
import type { PlaceQuestion } from "../../../kernel/services/index.ts";
import { Button, Icon, type IconName, useScript, useT } from "../../../kernel/ui/index.ts";
import type { MapPicture } from "../map-picture.ts";
import {
  closeButton,
  forgetButton,
  mapId,
  mapWidths,
  moveButton,
  openButton,
  tapField,
  viewField,
} from "../place-map.ts";

/** The picture to press holds nothing to see: the map lies under it. */
const nothing = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

const tools: readonly { readonly to: string; readonly icon: IconName; readonly turn?: string }[] = [
  { to: "dekat", icon: "plus" },
  { to: "jauh", icon: "minus" },
  { to: "barat", icon: "back" },
  { to: "utara", icon: "back", turn: "north" },
  { to: "selatan", icon: "back", turn: "south" },
  { to: "timur", icon: "back", turn: "east" },
];

/** Opens the map: the page comes back with it. */
export function OpenMap({ action }: { readonly action: string }) {
  const t = useT();
  return (
    <Button tone="line" icon="map" name={openButton} value="1" formnovalidate formaction={`${action}#${mapId}`}>
      {t("catalogue.map.open")}
    </Button>
  );
}

/**
 * The map, drawn by the server from our own boundaries. Every tap and every button posts the form; with scripts the answer is put in place without
 * loading the page.
 */
export function PlaceMap({
  question,
  picture,
  errors,
  action,
}: {
  readonly question: PlaceQuestion;
  readonly picture: MapPicture;
  readonly errors: readonly FieldError[];
  readonly action: string;
}) {
  useScript("modules/catalogue/browser/place-map.ts");
  const t = useT();
  const target = `${action}#${mapId}`;
  const faults = errors.filter(({ field }) => field === mapId).map(({ message, params }) => t(message, params));
  return (
    <fieldset
      class="place-map"
      id={mapId}
      tabindex={-1}
      data-lat={`${question.name}.lat`}
      data-lng={`${question.name}.lng`}
      data-parts={`${question.name}.region ${question.name}.point-t`}
      data-offline={t("catalogue.map.offline")}
    >
      <legend class="vh">{t("catalogue.map.label")}</legend>
      <input type="hidden" name={viewField} id="peta-tampak" value={picture.view} />
      <div class="canvas">
        <Picture picture={picture} />
        {mapWidths.map((width) => (
          <input
            key={width}
            class={`w${width}`}
            type="image"
            name={tapField(width)}
            src={nothing}
            alt={t("catalogue.map.tap")}
            formnovalidate
            formaction={target}
          />
        ))}
      </div>
      <div id="peta-kata" role="status">
        {faults.length > 0 ? (
          <p class="err">
            <Icon name="late" />
            <span>{faults.join(" ")}</span>
          </p>
        ) : (
          <p>{picture.says}</p>
        )}
      </div>
      <div class="tools">
        {tools.map(({ to, icon, turn }) => (
          <button
            key={to}
            class="btn line"
            type="submit"
            name={moveButton}
            value={to}
            formnovalidate
            formaction={target}
            aria-label={t(`catalogue.map.${to}`)}
          >
            <Icon name={icon} class={turn} />
          </button>
        ))}
      </div>
      <p class="meta" hidden data-keys>
        {t("catalogue.map.keys")}
      </p>
      <div class="pair" id="peta-akhir">
        {picture.hasPoint && (
          <Button tone="line" name={forgetButton} value="1" formnovalidate formaction={target}>
            {t("catalogue.map.forget")}
          </Button>
        )}
        <Button tone="line" name={closeButton} value="1" formnovalidate>
          {t("catalogue.map.close")}
        </Button>
      </div>
    </fieldset>
  );
}

function Picture({ picture: { frame, regions, names, pin, scale } }: { readonly picture: MapPicture }) {
  const height = mapWidth * mapHeight;
  const [left, foot] = [16, height - 16];
  return (
    <svg id="peta-gambar" viewBox={`0 0 ${mapWidth} ${height}`} aria-hidden="true" data-frame={frame}>
      {regions.map(({ path, kind }) => (
        <path key={path} class={kind} d={path} />
      ))}
      {names.map(({ x, y, text, here }) => (
        <text key={`${x} ${y}`} class={here ? undefined : "away"} x={x} y={y}>
          {text}
        </text>
      ))}
      <path class="scale" d={`M${left} ${foot - 8}v8h${scale.units}v-8`} />
      <text class="start" x={left + scale.units + 10} y={foot - 3}>
        {scale.text}
      </text>
      <path
        id="peta-pin"
        class="pin"
        d="M0 0-20-30V-58L0-76 20-58V-30Z"
        transform={pin === undefined ? undefined : `translate(${pin.x} ${pin.y})`}
        visibility={pin === undefined ? "hidden" : undefined}
      />
    </svg>
  );
}
