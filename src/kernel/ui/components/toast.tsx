import type { ComponentChildren } from "preact";
import type { IconName } from "../icons.ts";
import { Icon } from "./icon.tsx";

export interface ToastProps {
  readonly icon?: IconName;
  readonly children: string;
  readonly action?: ComponentChildren;
}

/** A small success. What matters also stays on the page. */
export function Toast({ icon = "check", children, action }: ToastProps) {
  return (
    <div class="toast" role="status">
      <Icon name={icon} />
      <span>{children}</span>
      {action}
    </div>
  );
}
