import { Empty, Numbers, PrintButton, Section, Table, Tag, useT } from "../../../kernel/ui/index.ts";
import type { OverseeView } from "../oversee.ts";
import { NextPage } from "./next-page.tsx";

/** What is late, per office below, for whoever answers for it. Made to be printed too. */
export function Oversee(props: { readonly view: OverseeView; readonly when: string; readonly isLater: boolean }) {
  const { view, when, isLater } = props;
  const t = useT();
  return (
    <div class="flow">
      <p class="meta">{t("console.oversee.lead", { when })}</p>
      <Numbers figures={view.figures} />
      <div class="acts">
        <PrintButton />
      </div>
      <Table
        stack
        caption={t("console.oversee.offices")}
        columns={[
          { label: t("console.oversee.office") },
          { label: t("console.oversee.open"), numeric: true },
          { label: t("console.oversee.today"), numeric: true },
          { label: t("console.oversee.late"), numeric: true },
          { label: t("console.oversee.oldest"), wide: true },
        ]}
        rows={view.offices}
      />
      {view.groups.length === 0 && (
        <Empty icon="check" title={t("console.oversee.empty")} text={t("console.oversee.empty.text")} />
      )}
      {view.groups.map(({ office, rows }) => (
        <Section key={office} title={t("console.oversee.group", { office, count: rows.length })}>
          <Table
            stack
            caption={t("console.oversee.cases", { office })}
            quietCaption
            columns={[
              { label: t("console.head.subject") },
              { label: t("console.oversee.how-late") },
              { label: t("console.head.state"), wide: true },
              { label: t("console.head.officer") },
            ]}
            rows={rows.map((row) => [
              <>
                <a href={row.href} data-row>
                  {row.title}
                </a>
                <div class="meta">{row.meta}</div>
              </>,
              <>
                <Tag tone="late">{row.late}</Tag>
                <div class="meta">{t("console.oversee.since", { day: row.since })}</div>
              </>,
              row.state,
              row.officer,
            ])}
          />
        </Section>
      ))}
      <NextPage path="/konsol/terlambat" isLater={isLater} next={view.next} name="sesudah" />
    </div>
  );
}
