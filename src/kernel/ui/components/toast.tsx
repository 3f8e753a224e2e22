import type { IconName } from "../icons.ts";
import { Icon } from "./icon.tsx";

export interface ToastProps {
  readonly icon?: IconName;
  readonly children: string;
}

/** A small success. What matters also stays on the page. */
export function Toast({ icon = "check", children }: ToastProps) {
  return (
    <div class="toast" role="status">
      <Icon name={icon} />
      <span>{children}</span>
    </div>
  );
}
