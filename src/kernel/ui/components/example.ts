import type { VNode } from "preact";
import type { PageOptions } from "../page.tsx";

/** One component with its states, shown on the components page and tested there. Texts in examples are invented. */
export interface ExampleSet {
  readonly component: string;
  readonly examples: readonly Example[];
}

export interface Example {
  readonly title: string;
  readonly render: () => VNode;
}

/** A whole page as an example. */
export interface PageExample extends Example {
  readonly name: string;
  readonly kind: NonNullable<PageOptions["kind"]>;
}
