import type { ComponentChildren } from "preact";
import { useUi } from "../context.ts";

export interface LiveProps {
  /** Address of the event stream. Any event makes the part be fetched again. */
  readonly events: string;
  /** Unique on the page: the part is found again by it. */
  readonly id: string;
  /** No distance between the things inside: for tables and menus. */
  readonly plain?: boolean;
  readonly children: ComponentChildren;
}

/** A part of a page that follows events. Without scripts it is as fresh as the page. */
export function Live({ events, id, plain, children }: LiveProps) {
  useUi().streams.add(events);
  return (
    <div class={plain === true ? "plain" : "flow"} id={id} data-live={events}>
      {children}
    </div>
  );
}
