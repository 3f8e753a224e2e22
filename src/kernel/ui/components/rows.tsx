import type { ComponentChildren } from "preact";
import type { IconName } from "../icons.ts";
import { House, Icon } from "./icon.tsx";

export interface Row {
  readonly title: string;
  /** Small lines below: "Gratis · 1 hari kerja". */
  readonly notes?: readonly string[];
  readonly icon?: IconName;
  /** Where the whole row leads. Without it the row is only read. */
  readonly href?: string;
  readonly tag?: ComponentChildren;
  /** A small picture instead of the icon. */
  readonly photo?: { readonly src: string; readonly alt: string };
  /** A button at the end, only for rows without `href`. */
  readonly action?: ComponentChildren;
}

export interface RowsProps {
  readonly rows: readonly Row[];
  /** Two columns on wide screens. */
  readonly duo?: boolean;
}

/** Places to go or things to know, one under the other. */
export function Rows({ rows, duo }: RowsProps) {
  return (
    <ul class={duo === true ? "rows duo" : "rows"}>
      {rows.map((row) => (
        <li key={row.href ?? row.title}>
          {row.href === undefined ? (
            <div>
              <Inside row={row} />
              {row.action}
            </div>
          ) : (
            <a href={row.href}>
              <Inside row={row} />
              <Icon name="next" />
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

function Inside({ row }: { readonly row: Row }) {
  return (
    <>
      {row.photo !== undefined ? (
        <img
          class="thumb"
          src={row.photo.src}
          alt={row.photo.alt}
          width="80"
          height="80"
          loading="lazy"
          decoding="async"
        />
      ) : (
        row.icon !== undefined && <House icon={row.icon} />
      )}
      <span>
        <b>{row.title}</b>
        {row.notes?.map((note) => (
          <small key={note}>{note}</small>
        ))}
        {row.tag}
      </span>
    </>
  );
}
