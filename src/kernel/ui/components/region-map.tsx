import { Fragment } from "preact";
import { useId } from "preact/hooks";
import { type Area, createProjection, shapePath } from "../map-projection.ts";

export interface MapShape {
  readonly code: string;
  readonly name: string;
  readonly geometry: Area;
  /** 0 (none) to 4 (most): how dark the shape is. */
  readonly level?: 0 | 1 | 2 | 3 | 4;
  readonly href?: string;
}

export interface MapPoint {
  readonly lat: number;
  readonly lng: number;
  /** Said to readers and on hover where the map has links: "Jalan berlubang, Keputran". A map without is one picture, which its own label tells. */
  readonly label: string;
  readonly href?: string;
  /** Drawn inside the bubble, which grows with it. */
  readonly count?: number;
  readonly tone?: "place" | "late" | "now";
}

export interface RegionMapProps {
  /** Says what the map shows, with the figures that matter. */
  readonly label: string;
  readonly shapes: readonly MapShape[];
  readonly points?: readonly MapPoint[];
  /** Under the map: source and what the figures mean. */
  readonly caption?: string;
}

const width = 340;
const pointColour = { place: "a", late: "late", now: "c" } as const;

/** A map as one SVG from our own boundaries: no tiles, no scripts. */
export function RegionMap({ label, shapes, points = [], caption }: RegionMapProps) {
  const id = useId();
  const projection = createProjection(
    shapes.map((shape) => shape.geometry),
    points,
    width,
  );
  const linked = [...shapes, ...points].some((part) => part.href !== undefined);
  // Where nobody has to press them, many points stay small enough to be told apart.
  const dot = linked || points.length === 1 ? 9 : 6;
  const most = Math.max(1, ...points.map((point) => point.count ?? 1));
  return (
    <figure>
      <svg
        class="fig map"
        role={linked ? "group" : "img"}
        viewBox={`0 0 ${width} ${projection.height}`}
        aria-labelledby={id}
      >
        <title id={id}>{label}</title>
        {shapes.map((shape) => {
          const path = (
            <path class={`m${shape.level ?? 0}`} d={shapePath(shape.geometry, projection)}>
              {linked && <title>{shape.name}</title>}
            </path>
          );
          return shape.href === undefined ? (
            path
          ) : (
            <a key={shape.code} href={shape.href} aria-label={shape.name}>
              {path}
            </a>
          );
        })}
        {points.map((point) => {
          const exact = projection.place(point.lng, point.lat);
          // A picture of many points need not be finer than the eye; a phone pays for every digit.
          const [x, y] = linked ? exact : ([Math.round(exact[0]), Math.round(exact[1])] as const);
          const colour = pointColour[point.tone ?? "place"];
          const radius = point.count === undefined ? dot : Math.round(13 + 13 * Math.sqrt(point.count / most));
          const bubble = (
            <>
              <circle class={colour} cx={x} cy={y} r={radius} />
              {point.count !== undefined && (
                <text class={colour === "c" ? "dark" : undefined} x={x} y={y + 5}>
                  {point.count}
                </text>
              )}
              {linked && <title>{point.label}</title>}
            </>
          );
          const key = `${point.lat} ${point.lng} ${point.label}`;
          return point.href === undefined ? (
            <Fragment key={key}>{bubble}</Fragment>
          ) : (
            <a key={key} href={point.href} aria-label={point.label}>
              {bubble}
            </a>
          );
        })}
      </svg>
      {caption !== undefined && <figcaption>{caption}</figcaption>}
    </figure>
  );
}
