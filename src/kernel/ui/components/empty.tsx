import type { ComponentChildren } from "preact";
import type { IconName } from "../icons.ts";
import { House } from "./icon.tsx";

export interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly action?: ComponentChildren;
}

/** Nothing here yet, and what would change that. */
export function Empty({ icon, title, text, action }: EmptyProps) {
  return (
    <div class="empty">
      <House icon={icon} />
      <p>
        <b>{title}</b>
      </p>
      <p>{text}</p>
      {action}
    </div>
  );
}
