import { Actions, Bars, Empty, Fold, Layout, LinkButton, Section, Table, useT } from "../../../kernel/ui/index.ts";
import type { OfficesView } from "../views.ts";
import { ReportTabs } from "./list.tsx";

/** For each office: how many, how fast, how satisfied, and how each number is made. */
export function OfficesPage({ view }: { readonly view: OfficesView }) {
  const t = useT();
  return (
    <Layout current="/laporan">
      <h1>{t("reports.offices.title")}</h1>
      <p class="lead">{t("reports.offices.lead")}</p>
      <ReportTabs current="/laporan/kantor" />
      {view.rows.length === 0 ? (
        <Empty icon="chart" title={t("reports.offices.none")} text={t("reports.offices.none.text")} />
      ) : (
        <>
          <Bars
            caption={t("reports.offices.in-time")}
            of={t("reports.offices.office")}
            unit={t("reports.offices.share")}
            max={1}
            bars={view.bars}
          />
          <Section title={t("reports.offices.table")}>
            <Table
              stack
              caption={t("reports.offices.table")}
              quietCaption
              columns={[
                { label: t("reports.offices.office") },
                { label: t("reports.offices.received"), numeric: true },
                { label: t("reports.offices.open"), numeric: true },
                { label: t("reports.offices.late"), numeric: true },
                { label: t("reports.offices.answer"), numeric: true },
                { label: t("reports.offices.fix"), numeric: true },
                { label: t("reports.offices.satisfaction"), numeric: true },
                { label: t("reports.offices.reopened"), numeric: true, wide: true },
              ]}
              rows={view.rows}
            />
          </Section>
        </>
      )}
      <Fold title={t("reports.offices.how")}>
        <p>{t("reports.offices.how.period")}</p>
        <p>{t("reports.offices.how.late")}</p>
        <p>{t("reports.offices.how.answer")}</p>
        <p>{t("reports.offices.how.fix")}</p>
        <p>{t("reports.offices.how.in-time")}</p>
        <p>{t("reports.offices.how.satisfaction")}</p>
      </Fold>
      <Actions>
        <LinkButton href="/laporan/kantor.csv" tone="line" icon="download" download>
          {t("reports.offices.csv")}
        </LinkButton>
        <LinkButton href="/api" tone="line" icon="chart">
          {t("reports.data")}
        </LinkButton>
      </Actions>
    </Layout>
  );
}
