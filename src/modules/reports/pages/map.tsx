import { Columns, Empty, Layout, RegionMap, Section, Stack, Table, useT } from "../../../kernel/ui/index.ts";
import type { MapView } from "../views.ts";
import { ReportTabs } from "./list.tsx";

/** Where reports are: bubbles on our own boundaries, and beside them the figures of each kecamatan as a table. */
export function MapPage({ view }: { readonly view: MapView }) {
  const t = useT();
  return (
    <Layout current="/laporan">
      <h1>{t("reports.map.heading", { place: view.place })}</h1>
      <p class="lead">{t("reports.map.lead")}</p>
      <ReportTabs current="/laporan/peta" />
      <Columns kind="side">
        <Stack>
          {view.map === undefined ? (
            <Empty icon="map" title={t("reports.map.none")} text={t("reports.map.none.text")} />
          ) : (
            <RegionMap {...view.map} />
          )}
        </Stack>
        <Section title={t("reports.map.table")}>
          <Table
            caption={t("reports.map.caption")}
            quietCaption
            columns={[
              { label: t("reports.filter.region") },
              { label: t("reports.map.all"), numeric: true },
              { label: t("reports.map.open-reports"), numeric: true },
            ]}
            rows={view.rows.map((row) => [<a href={row.href}>{row.name}</a>, row.count, row.open])}
          />
        </Section>
      </Columns>
    </Layout>
  );
}
