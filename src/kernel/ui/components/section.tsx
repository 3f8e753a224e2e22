import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export interface SectionProps {
  readonly title: string;
  /** Only for readers: the content explains itself to the eye. */
  readonly quietTitle?: boolean;
  /** Target of links to this part of the page. */
  readonly id?: string;
  readonly children: ComponentChildren;
}

/** A part of a page under its heading. */
export function Section({ title, quietTitle, id, children }: SectionProps) {
  const titleId = useId();
  return (
    <section class="flow" id={id} aria-labelledby={titleId}>
      <h2 id={titleId} class={quietTitle === true ? "vh" : undefined}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Things under each other with the usual distance. */
export function Stack({ children }: { readonly children: ComponentChildren }) {
  return <div class="flow">{children}</div>;
}

export interface ColumnsProps {
  /** `side`: text and a narrow column for receipt or map. `half`: two equal ones. One column on phones. */
  readonly kind: "side" | "half";
  readonly children: ComponentChildren;
}

export function Columns({ kind, children }: ColumnsProps) {
  return <div class={kind}>{children}</div>;
}

/** A full-width pale band under its heading, for figures at the foot of a page. */
export function Band({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  const titleId = useId();
  return (
    <section class="band" aria-labelledby={titleId}>
      <div class="wrap flow">
        <h2 id={titleId}>{title}</h2>
        {children}
      </div>
    </section>
  );
}

/** An answer that unfolds. */
export function Fold({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <details>
      <summary>{title}</summary>
      <div class="flow">{children}</div>
    </details>
  );
}
