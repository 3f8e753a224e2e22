import { useUi } from "../context.ts";
import type { IconName } from "../icons.ts";

export interface IconProps {
  readonly name: IconName;
  /** Says what the picture means when no word stands beside it. */
  readonly label?: string;
  readonly class?: string;
}

/** One symbol. Decoration unless it has a label. */
export function Icon({ name, label, class: extra }: IconProps) {
  useUi().icons.add(name);
  const classes = extra === undefined ? "i" : `i ${extra}`;
  if (label === undefined) {
    return (
      <svg class={classes} aria-hidden="true">
        <use href={`#i-${name}`} />
      </svg>
    );
  }
  return (
    <svg class={classes} role="img" aria-label={label}>
      <use href={`#i-${name}`} />
    </svg>
  );
}

/** A symbol in the house-shaped tile. */
export function House({ icon, tone }: { readonly icon: IconName; readonly tone?: "bad" }) {
  return (
    <span class={tone === undefined ? "house" : `house ${tone}`}>
      <Icon name={icon} />
    </span>
  );
}
