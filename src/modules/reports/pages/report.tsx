import {
  Actions,
  BackLink,
  ClockCard,
  Columns,
  Facts,
  Layout,
  LinkButton,
  Live,
  Note,
  Photos,
  PrintButton,
  RegionMap,
  Section,
  ShareButton,
  Stack,
  Tag,
  Trail,
  useT,
} from "../../../kernel/ui/index.ts";
import type { ReportView } from "../views.ts";

/** One report as everyone sees it. */
export function ReportPage({ view }: { readonly view: ReportView }) {
  const t = useT();
  return (
    <Layout current="/laporan">
      <BackLink href="/laporan">{t("reports.page.back")}</BackLink>
      <Columns kind="side">
        <Live events={view.eventsHref} id="laporan">
          <Tag tone={view.tone}>{view.state}</Tag>
          <h1>{view.title}</h1>
          <p class="lead">{view.place}</p>
          <p>
            {t("reports.page.code")} <b class="num">{view.code}</b>
          </p>
          {view.ending !== undefined && <Note tone={view.tone === "ok" ? "ok" : "info"} title={view.ending} />}
          {view.clock !== undefined && <ClockCard {...view.clock} />}
          <p>{view.text}</p>
          <Section title={t("reports.page.next")}>
            <Trail steps={view.steps} late={view.late} />
          </Section>
          {view.photos.length > 0 && (
            <Section title={t(view.hasBothPhotos ? "reports.page.before-after" : "reports.page.photos")}>
              <Photos photos={view.photos} />
            </Section>
          )}
        </Live>
        <Stack>
          {view.map !== undefined && <RegionMap {...view.map} />}
          <Facts facts={view.facts} />
          <Actions pair>
            <ShareButton title={view.title} />
            <PrintButton />
          </Actions>
          {view.isOpenToOwner && (
            <>
              <Note>{t("reports.page.mine")}</Note>
              <LinkButton href="/lacak" tone="line" icon="search">
                {t("reports.page.track")}
              </LinkButton>
            </>
          )}
        </Stack>
      </Columns>
    </Layout>
  );
}
