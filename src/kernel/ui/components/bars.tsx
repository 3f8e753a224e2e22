import type { ComponentChildren } from "preact";

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as people read it: "342" or "57%". */
  readonly text: string;
  /** The bar that matters: drawn in turmeric. Say why in `text`. */
  readonly marked?: boolean;
  readonly href?: string;
  /** What must be read with the value: "1 masih terlambat". */
  readonly note?: string;
}

export interface BarsProps {
  readonly caption: string;
  /** Head of the first column: "Jenis". */
  readonly of: string;
  /** Head of the second: "Laporan". */
  readonly unit: string;
  readonly bars: readonly Bar[];
  /** Length of a full bar; the largest value when not said. Use 1 for shares. */
  readonly max?: number;
  /** A table with more columns, folded below. */
  readonly more?: { readonly label: string; readonly table: ComponentChildren };
}

/** A bar chart that is its own table: the bars are decoration beside the values, so nothing has to be said twice. */
export function Bars({ caption, of, unit, bars, max, more }: BarsProps) {
  const full = Math.max(max ?? 0, ...(max === undefined ? bars.map((bar) => bar.value) : []), Number.EPSILON);
  return (
    <div class="flow">
      <table class="bars">
        <caption>{caption}</caption>
        <thead class="vh">
          <tr>
            <th scope="col">{of}</th>
            <th scope="col">{unit}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.label}>
              <th scope="row">{bar.href === undefined ? bar.label : <a href={bar.href}>{bar.label}</a>}</th>
              <td>
                {bar.text}
                {bar.note !== undefined && <div class="meta">{bar.note}</div>}
              </td>
              <td aria-hidden="true">
                <svg aria-hidden="true">
                  <rect class="g" width="100%" height="100%" />
                  <rect class={bar.marked === true ? "c" : "a"} width={share(bar.value / full)} height="100%" />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more !== undefined && (
        <details>
          <summary>{more.label}</summary>
          {more.table}
        </details>
      )}
    </div>
  );
}

function share(value: number): string {
  return `${Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10}%`;
}
