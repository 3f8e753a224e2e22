import type { ComponentChildren } from "preact";
import { useT } from "../context.ts";

export interface Column {
  readonly label: string;
  readonly numeric?: boolean;
  /** Left out on phones. */
  readonly wide?: boolean;
}

export interface TableProps {
  readonly caption: string;
  /** The caption is for readers only, because a heading says the same. */
  readonly quietCaption?: boolean;
  readonly columns: readonly Column[];
  /** Cells in the order of the columns; the first names the row. */
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** On phones each row becomes a card, with the column's label before each cell; no column is left out. */
  readonly stack?: boolean;
}

/** Figures in rows and columns; scrolls in its own frame where it is too wide. */
export function Table({ caption, quietCaption, columns: given, rows, stack }: TableProps) {
  const t = useT();
  const columns = stack === true ? given.map((column) => ({ ...column, wide: false })) : given;
  return (
    <section class="scroll" tabindex={0} aria-label={t("ui.table.label", { caption })}>
      <table class={stack === true ? "tbl stack" : "tbl"}>
        <caption class={quietCaption === true ? "vh" : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.label} scope="col" class={cellClass(column)}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, index) => (
            <BodyRow key={index} columns={columns} cells={cells} labelled={stack} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function BodyRow({
  columns,
  cells,
  labelled,
}: Pick<TableProps, "columns"> & {
  readonly cells: readonly ComponentChildren[];
  readonly labelled: boolean | undefined;
}) {
  return (
    <tr>
      {columns.map((column, index) =>
        index === 0 ? (
          <th key={column.label} scope="row">
            {cells[index]}
          </th>
        ) : (
          <td
            key={column.label}
            class={cellClass(column)}
            data-label={labelled === true && cells[index] !== "" ? column.label : undefined}
          >
            {cells[index]}
          </td>
        ),
      )}
    </tr>
  );
}

function cellClass(column: Column): string | undefined {
  const classes = [column.numeric === true ? "n" : "", column.wide === true ? "x" : ""].filter((c) => c !== "");
  return classes.length === 0 ? undefined : classes.join(" ");
}
