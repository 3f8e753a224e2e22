import type { LeafDate } from "../formats.ts";

export interface LeafProps {
  readonly date: LeafDate;
  readonly big?: boolean;
  readonly late?: boolean;
}

/** A day as a leaf of the tear-off calendar every home knows. */
export function Leaf({ date, big, late }: LeafProps) {
  const classes = ["leaf", big === true ? "big" : "", late === true ? "late" : ""].filter((c) => c !== "").join(" ");
  return (
    <span class={classes}>
      <span>{date.weekday}</span> <b>{date.day}</b> {date.month}
    </span>
  );
}
