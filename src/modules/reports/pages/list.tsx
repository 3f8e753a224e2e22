import {
  Actions,
  Button,
  Columns,
  Empty,
  Fold,
  Layout,
  LinkButton,
  Live,
  MoreLink,
  Numbers,
  Pagination,
  RegionMap,
  type Row,
  Rows,
  Section,
  Select,
  Tabs,
  Tag,
  TextInput,
  useT,
} from "../../../kernel/ui/index.ts";
import { stages } from "../domain/stage.ts";
import type { ListView } from "../views.ts";

/** The list that everyone sees: numbers first, then the reports, with the map beside them. */
export function ListPage({ view }: { readonly view: ListView }) {
  const t = useT();
  return (
    <Layout current="/laporan">
      <h1>{t("reports.list.title", { place: view.place })}</h1>
      <p class="lead">{t("reports.list.lead")}</p>
      <Actions>
        <LinkButton href="/layanan/reports.report" icon="plus">
          {t("reports.list.make")}
        </LinkButton>
      </Actions>
      <Numbers figures={view.figures} />
      <Fold title={t("reports.number.how")}>
        <p>{view.total}</p>
        {(["open", "late", "done", "closed"] as const).map((number) => (
          <p key={number}>
            <b>{t(`reports.number.${number}`)}</b>: {t(`reports.number.${number}.how`)}
          </p>
        ))}
        <MoreLink href="/api">{t("reports.data")}</MoreLink>
      </Fold>
      <ReportTabs current="/laporan" />
      <Columns kind="side">
        <Section title={view.heading}>
          <Filter view={view} />
          <Live events="/laporan/langsung" id="daftar">
            {view.rows.length === 0 ? (
              <Empty icon="search" title={t("reports.list.empty")} text={t("reports.list.empty.text")} />
            ) : (
              <Rows rows={view.rows.map((row) => reportRow(row))} />
            )}
          </Live>
          <Pagination newerHref={view.newerHref} olderHref={view.olderHref} />
        </Section>
        <Section title={t("reports.map.title")}>
          {view.map !== undefined && <RegionMap {...view.map} />}
          <LinkButton href="/laporan/peta" tone="line" icon="map">
            {t("reports.map.open")}
          </LinkButton>
        </Section>
      </Columns>
    </Layout>
  );
}

export function ReportTabs({ current }: { readonly current: string }) {
  const t = useT();
  const tabs = [
    { href: "/laporan", label: t("reports.tab.list") },
    { href: "/laporan/peta", label: t("reports.tab.map") },
    { href: "/laporan/kantor", label: t("reports.tab.offices") },
  ];
  return <Tabs label={t("reports.tabs")} tabs={tabs.map((tab) => ({ ...tab, current: tab.href === current }))} />;
}

function Filter({ view }: { readonly view: ListView }) {
  const t = useT();
  return (
    <details open={view.filtered}>
      <summary>{t("reports.filter")}</summary>
      <form class="flow" action="/laporan">
        <TextInput name="q" label={t("reports.filter.words")} value={view.filter.q} optional="quiet" />
        <Select
          name="jenis"
          label={t("reports.filter.category")}
          options={view.categories}
          value={view.filter.category}
          prompt={t("reports.filter.all")}
          optional="quiet"
        />
        <Select
          name="wilayah"
          label={t("reports.filter.region")}
          options={view.districts}
          value={view.filter.region}
          prompt={t("reports.filter.all")}
          optional="quiet"
        />
        <Select
          name="tahap"
          label={t("reports.filter.stage")}
          options={stages.map((stage) => ({ value: stage, label: t(`reports.stage.${stage}`) }))}
          value={view.filter.stage}
          prompt={t("reports.filter.all")}
          optional="quiet"
        />
        <Actions>
          <Button tone="line">{t("reports.filter.apply")}</Button>
        </Actions>
      </form>
    </details>
  );
}

function reportRow(row: ListView["rows"][number]): Row {
  return {
    title: row.title,
    notes: [row.note],
    icon: row.icon,
    href: row.href,
    tag: <Tag tone={row.tone}>{row.state}</Tag>,
  };
}
