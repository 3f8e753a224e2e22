import type { ComponentChildren } from "preact";
import type { IconName } from "../icons.ts";
import { Icon } from "./icon.tsx";

export type NoteTone = "info" | "ok" | "warn" | "bad";

export interface NoteProps {
  /** `warn` is about time and watchfulness, `bad` about danger and failure. */
  readonly tone?: NoteTone;
  readonly icon?: IconName;
  /** One short sentence in bold. */
  readonly title?: string;
  readonly children?: ComponentChildren;
  /** A link or button that helps. */
  readonly action?: ComponentChildren;
  /** Read aloud at once by screen readers; for news that a form just caused. */
  readonly live?: boolean;
}

const icons: Readonly<Record<NoteTone, IconName>> = { info: "info", ok: "check", warn: "warn", bad: "late" };

/** A message that stays on the page. */
export function Note({ tone = "info", icon, title, children, action, live }: NoteProps) {
  return (
    <div class={tone === "info" ? "note" : `note ${tone}`} role={live === true ? "status" : undefined}>
      <Icon name={icon ?? icons[tone]} />
      <div>
        <p>
          {title !== undefined && <b>{title}</b>}
          {title !== undefined && children !== undefined && " "}
          {children}
        </p>
        {action}
      </div>
    </div>
  );
}
