import type { ComponentChildren } from "preact";
import type { LeafDate } from "../formats.ts";
import { Leaf } from "./leaf.tsx";

export interface ClockDay {
  /** "Sen" */
  readonly label: string;
  /** "2026-11-23" */
  readonly date: string;
  readonly state: "past" | "today" | "left";
}

export interface ClockCardProps {
  readonly date: LeafDate;
  /** "Sisa 3 hari kerja" */
  readonly title: string;
  /** The days of the promise. Those left are as many as the title says. */
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
        {days !== undefined && days.length > 0 && (
          <ol class="days" aria-hidden="true">
            {days.map((day) => (
              <li key={day.date} class={dayClass[day.state]}>
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
