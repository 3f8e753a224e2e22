import type { ComponentChildren } from "preact";
import type { LeafDate } from "../formats.ts";
import { Leaf } from "./leaf.tsx";

export interface ClockDay {
  /** "Sen" */
  readonly label: string;
  readonly state: "past" | "today" | "left";
}

export interface ClockCardProps {
  readonly date: LeafDate;
  /** "Sisa 3 hari kerja" */
  readonly title: string;
  /** The working days from the start to the deadline, at most seven. */
  readonly days?: readonly ClockDay[];
  /** "Paling lambat Jumat, 27 Nov" */
  readonly text?: string;
  /** What happens because it is late, or why the clock stands still. */
  readonly children?: ComponentChildren;
  readonly late?: boolean;
}

const dayClass = { past: "on", today: "now", left: undefined } as const;

/** A deadline: the day, the working days left, and who does what about it. */
export function ClockCard({ date, title, days, text, children, late }: ClockCardProps) {
  return (
    <div class={late === true ? "clock late" : "clock"}>
      <Leaf date={date} big late={late} />
      <div>
        <h2>{title}</h2>
        {days !== undefined && (
          <ol class="days" aria-hidden="true">
            {days.map((day) => (
              <li key={day.label} class={dayClass[day.state]}>
                {day.label}
              </li>
            ))}
          </ol>
        )}
        {children !== undefined && <p>{children}</p>}
        {text !== undefined && <p class="meta">{text}</p>}
      </div>
    </div>
  );
}
