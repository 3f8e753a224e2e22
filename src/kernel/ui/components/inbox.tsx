import type { ComponentChildren } from "preact";
import { Tag, type TagProps } from "./tag.tsx";

export interface InboxRow {
  readonly href: string;
  /** "Jum, 27 Nov", or a tag when it is today or late. */
  readonly due: string;
  readonly dueTone?: "now" | "late";
  readonly title: string;
  /** "SBY-7K4M · Keputran" */
  readonly meta: string;
  readonly state: string;
  readonly stateTone?: TagProps["tone"];
  /** Who has it; "–" when nobody. */
  readonly officer: string;
  readonly current?: boolean;
  /** Of the link, so that a list that follows events keeps the focus. */
  readonly id?: string;
}

export interface InboxGroup {
  /** "Terlambat · 2" */
  readonly label: string;
  readonly rows: readonly InboxRow[];
}

export interface InboxProps {
  readonly caption: string;
  readonly heads: { readonly due: string; readonly subject: string; readonly state: string; readonly officer: string };
  readonly groups: readonly InboxGroup[];
  /** Shown instead of the table when no group has a row. */
  readonly empty: ComponentChildren;
}

/** Cases by urgency. J and K move, Enter opens. */
export function Inbox({ caption, heads, groups, empty }: InboxProps) {
  const filled = groups.filter((group) => group.rows.length > 0);
  if (filled.length === 0) return <>{empty}</>;
  return (
    <table class="tbl">
      <caption class="vh">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{heads.due}</th>
          <th scope="col">{heads.subject}</th>
          <th scope="col">{heads.state}</th>
          <th scope="col">{heads.officer}</th>
        </tr>
      </thead>
      {filled.map((group) => (
        <tbody key={group.label}>
          <tr>
            <th colSpan={4} scope="rowgroup">
              {group.label}
            </th>
          </tr>
          {group.rows.map((row) => (
            <tr key={row.href} class={row.current === true ? "sel" : undefined}>
              <td class="num">{row.dueTone === undefined ? row.due : <Tag tone={row.dueTone}>{row.due}</Tag>}</td>
              <td>
                <a href={row.href} id={row.id} data-row aria-current={row.current === true ? "true" : undefined}>
                  {row.title}
                </a>
                <span class="meta">{row.meta}</span>
              </td>
              <td>{row.stateTone === undefined ? row.state : <Tag tone={row.stateTone}>{row.state}</Tag>}</td>
              <td>{row.officer}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}
