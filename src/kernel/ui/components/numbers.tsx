export interface Figure {
  /** "91%", "2,1" */
  readonly value: string;
  /** "hari", small after the value. */
  readonly unit?: string;
  /** What the number counts, in words. */
  readonly label: string;
}

/** Figures in words, each on a pillar. At most four. */
export function Numbers({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl class="nums">
      {figures.map((figure) => (
        <div key={figure.label}>
          <dt>{figure.label}</dt>
          <dd>
            {figure.value}
            {figure.unit !== undefined && <small> {figure.unit}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
