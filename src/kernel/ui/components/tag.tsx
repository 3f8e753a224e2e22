import type { IconName } from "../icons.ts";
import { Icon } from "./icon.tsx";

/** `now`: the clock runs. `late`: over the deadline. `ok`: done. Otherwise neutral. */
export type TagTone = "plain" | "now" | "ok" | "late";

export interface TagProps {
  readonly tone?: TagTone;
  /** Each tone has its own; say another where the word needs it. `none` leaves it out. */
  readonly icon?: IconName | "none";
  readonly children: string;
}

/** The symbol of each tone. */
export const tagIcons: Readonly<Record<TagTone, IconName | "none">> = {
  plain: "none",
  now: "clock",
  ok: "check",
  late: "late",
};

/** The state of a case in a list: icon, word and colour, never colour alone. */
export function Tag({ tone = "plain", icon = tagIcons[tone], children }: TagProps) {
  return (
    <span class={tone === "plain" ? "tag" : `tag ${tone}`}>
      {icon !== "none" && <Icon name={icon} />}
      {children}
    </span>
  );
}
