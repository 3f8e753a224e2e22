import type { ComponentChildren } from "preact";
import type { LeafDate } from "../formats.ts";
import { Icon } from "./icon.tsx";
import { Leaf } from "./leaf.tsx";

/** A frame around things that belong together. `up` only for what can be picked up. */
export function Card({ up, children }: { readonly up?: boolean; readonly children: ComponentChildren }) {
  return <div class={up === true ? "card up flow" : "card flow"}>{children}</div>;
}

export interface ContinueCardProps {
  readonly href: string;
  /** "Lanjutkan laporan Anda" */
  readonly label: string;
  readonly title: string;
  readonly text: string;
  readonly date?: LeafDate;
}

/** What the person was doing, ready to go on. */
export function ContinueCard({ href, label, title, text, date }: ContinueCardProps) {
  return (
    <a class="card up go" href={href}>
      {date !== undefined && <Leaf date={date} />}
      <span>
        <small>{label}</small>
        <b>{title}</b>
        <small>{text}</small>
      </span>
      <Icon name="next" />
    </a>
  );
}
