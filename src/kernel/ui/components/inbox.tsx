import type { ComponentChildren } from "preact";
import { useUi } from "../context.ts";
import { escapeHtml } from "../escape.ts";
import type { IconName } from "../icons.ts";
import { type TagTone, tagIcons } from "./tag.tsx";

export interface InboxRow {
  readonly href: string;
  /** "Jum, 27 Nov", or a tag when it is today or late. */
  readonly due: string;
  readonly dueTone?: "now" | "late";
  readonly title: string;
  /** "SBY-7K4M · Keputran" */
  readonly meta: string;
  readonly state: string;
  readonly stateTone?: TagTone;
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
  const { icons } = useUi();
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
        <tbody key={group.label} dangerouslySetInnerHTML={{ __html: rowsOf(group, icons) }} />
      ))}
    </table>
  );
}

/** Fifty rows are most of the page that officers ask for all day; as components they would cost more than all else on it. */
function rowsOf({ label, rows }: InboxGroup, icons: Set<IconName>): string {
  let html = `<tr><th colspan="4" scope="rowgroup">${escapeHtml(label)}</th></tr>`;
  for (const row of rows) {
    const isCurrent = row.current === true;
    html += `<tr${isCurrent ? ' class="sel"' : ""}><td class="num">${worded(row.due, row.dueTone, icons)}</td><td><a href="${escapeHtml(row.href)}" title="${escapeHtml(row.title)}"${
      row.id === undefined ? "" : ` id="${escapeHtml(row.id)}"`
    } data-row${isCurrent ? ' aria-current="true"' : ""}>${escapeHtml(row.title)}</a><span class="meta">${escapeHtml(row.meta)}</span></td><td>${worded(
      row.state,
      row.stateTone,
      icons,
    )}</td><td>${escapeHtml(row.officer)}</td></tr>`;
  }
  return html;
}

/** The word, in the tag of its tone if it has one. */
function worded(word: string, tone: TagTone | undefined, icons: Set<IconName>): string {
  if (tone === undefined) return escapeHtml(word);
  const icon = tagIcons[tone];
  if (icon !== "none") icons.add(icon);
  const symbol = icon === "none" ? "" : `<svg class="i" aria-hidden="true"><use href="#i-${icon}"></use></svg>`;
  return `<span class="${tone === "plain" ? "tag" : `tag ${tone}`}">${symbol}${escapeHtml(word)}</span>`;
}
