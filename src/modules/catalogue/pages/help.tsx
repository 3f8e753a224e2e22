import { Actions, Layout, LinkButton, MoreLink, Rows, Section, useT } from "../../../kernel/ui/index.ts";

export interface ApiGroup {
  readonly name: string;
  readonly operations: readonly {
    readonly method: string;
    readonly path: string;
    readonly summary: string;
    readonly href: string | undefined;
    readonly parameters: readonly string[];
  }[];
}

/** The interface for programs, to read. */
export function ApiPage({ groups }: { readonly groups: readonly ApiGroup[] }) {
  const t = useT();
  return (
    <Layout>
      <h1>{t("catalogue.api.title")}</h1>
      <p class="lead">{t("catalogue.api.lead")}</p>
      <p>{t("catalogue.api.rules")}</p>
      <p>
        <MoreLink href="/api/openapi.json" icon="download">
          {t("catalogue.api.document")}
        </MoreLink>
      </p>
      {groups.map(({ name, operations }) => (
        <Section key={name} title={name}>
          <Rows
            rows={operations.map(({ method, path, summary, href, parameters }) => ({
              title: `${method} ${path}`,
              href,
              notes: [
                ...(summary === "" ? [] : [summary]),
                ...(parameters.length === 0 ? [] : [t("catalogue.api.parameters", { names: parameters.join(", ") })]),
              ],
            }))}
          />
        </Section>
      ))}
    </Layout>
  );
}

/** What a kind of problem means, for whoever was shown its address. */
export function ProblemPage({
  title,
  meaning,
  type,
  status,
}: {
  readonly title: string;
  readonly meaning: string;
  readonly type: string;
  readonly status: number;
}) {
  const t = useT();
  return (
    <Layout width="slim">
      <h1>{title}</h1>
      <p class="lead">{meaning}</p>
      <p class="meta">{t("catalogue.problem.for-programs", { type, status: String(status) })}</p>
      <Actions>
        <LinkButton href="/" icon="home" tone="line">
          {t("ui.home")}
        </LinkButton>
      </Actions>
    </Layout>
  );
}
