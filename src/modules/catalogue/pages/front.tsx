import {
  Band,
  Empty,
  type Figure,
  Fold,
  Layout,
  LinkButton,
  MoreLink,
  Numbers,
  type Row,
  Rows,
  SearchBox,
  Section,
  useT,
  useUi,
} from "../../../kernel/ui/index.ts";

export interface PublicFigure extends Figure {
  readonly explanation: string;
  readonly href: string;
}

/** The front page: one question, the services, and the numbers everyone may see. */
export function FrontPage({
  rows,
  hasMore,
  figures,
}: {
  readonly rows: readonly Row[];
  /** There are services that do not stand here. */
  readonly hasMore: boolean;
  readonly figures: readonly PublicFigure[];
}) {
  const { t, site } = useUi();
  return (
    <Layout
      current="/"
      hero={
        <>
          <h1>{t("catalogue.front.title")}</h1>
          <Search />
        </>
      }
      after={
        figures.length === 0 ? undefined : (
          <Band title={t("catalogue.front.numbers", { place: site.place })}>
            <Numbers figures={figures} />
            <Fold title={t("catalogue.front.numbers.how")}>
              <ul class="flow">
                {figures.map(({ label, explanation, href }) => (
                  <li key={label}>
                    <a href={href}>{label}</a>: {explanation}
                  </li>
                ))}
              </ul>
            </Fold>
          </Band>
        )
      }
    >
      <Section title={t("catalogue.front.services")}>
        <Rows rows={rows} duo />
        {hasMore && <MoreLink href="/layanan">{t("catalogue.front.all")}</MoreLink>}
      </Section>
      <Section title={t("catalogue.front.track.title")}>
        <p>{t("catalogue.front.track.text")}</p>
        <div class="acts">
          <LinkButton href="/lacak" tone="line" icon="search">
            {t("catalogue.track.open")}
          </LinkButton>
        </div>
      </Section>
    </Layout>
  );
}

function Search({ value }: { readonly value?: string }) {
  const t = useT();
  return (
    <SearchBox
      action="/layanan"
      name="q"
      value={value}
      label={t("catalogue.front.title")}
      example={t("catalogue.search.example")}
      button={t("catalogue.search.button")}
    />
  );
}

/** All services, or those that fit what was searched. */
export function ServicesPage({
  q,
  rows,
  isSearch,
}: {
  readonly q: string;
  readonly rows: readonly Row[];
  readonly isSearch: boolean;
}) {
  const t = useT();
  return (
    <Layout
      current="/"
      hero={
        <>
          <h1>{t("catalogue.services.title")}</h1>
          <Search value={q} />
        </>
      }
    >
      {rows.length === 0 ? (
        <Empty
          icon="search"
          title={t("catalogue.search.none")}
          text={t("catalogue.search.none.text")}
          action={<MoreLink href="/layanan">{t("catalogue.front.all")}</MoreLink>}
        />
      ) : (
        <Section title={isSearch ? t("catalogue.search.found", { count: rows.length }) : t("catalogue.services.all")}>
          <Rows rows={rows} duo />
          {isSearch && <MoreLink href="/layanan">{t("catalogue.front.all")}</MoreLink>}
        </Section>
      )}
    </Layout>
  );
}
