import {
  Actions,
  BackLink,
  Button,
  Columns,
  ContinueCard,
  Csrf,
  type Fact,
  Facts,
  Layout,
  LinkButton,
  Note,
  Rows,
  Section,
  Stack,
  useT,
} from "../../../kernel/ui/index.ts";

export interface Asked {
  readonly label: string;
  readonly note?: string;
}

export interface FlowStep {
  readonly title: string;
  readonly text: string;
}

export interface ServiceView {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Fee, time and who may ask: first of all. */
  readonly terms: readonly Fact[];
  /** Where these come from. */
  readonly sources: readonly Fact[];
  /** Something of the above was not compared with its official text yet. */
  readonly isUnverified: boolean;
  /** As many questions as the form counts, files among them. */
  readonly pages: number;
  /** Some are asked only after certain answers. */
  readonly mayBeFewer: boolean;
  readonly questions: readonly Asked[];
  readonly files: readonly Asked[];
  readonly steps: readonly FlowStep[];
}

/** How the person may begin. */
export type Beginning =
  | { readonly kind: "start"; readonly csrf: string | undefined; readonly draftHref: string | undefined }
  | { readonly kind: "sign-in"; readonly href: string }
  | { readonly kind: "officer" };

/** What a service is, costs, takes and asks, before anything is begun. */
export function ServicePage({ view, beginning }: { readonly view: ServiceView; readonly beginning: Beginning }) {
  const t = useT();
  return (
    <Layout current="/">
      <BackLink href="/layanan">{t("catalogue.services.title")}</BackLink>
      <Columns kind="side">
        <Stack>
          <h1>{view.title}</h1>
          <p class="lead">{view.summary}</p>
          <Facts facts={view.terms} />
          <Begin id={view.id} beginning={beginning} />
          <Section title={t("catalogue.service.asked")}>
            <p class="hint">
              {t(`catalogue.service.asked.${view.mayBeFewer ? "most" : "hint"}`, { count: view.pages })}
            </p>
            <AskedList items={view.questions} />
          </Section>
          <Section title={t("catalogue.service.files")}>
            {view.files.length === 0 ? <p>{t("catalogue.service.files.none")}</p> : <AskedList items={view.files} />}
          </Section>
          <Section title={t("catalogue.service.steps")}>
            <ol class="trail">
              {view.steps.map((step) => (
                <li key={step.title} class="next">
                  <span class="dot" />
                  <h3>{step.title}</h3>
                  <p>{step.text}</p>
                </li>
              ))}
            </ol>
          </Section>
        </Stack>
        <aside class="flow" aria-label={t("catalogue.service.official")}>
          <h2>{t("catalogue.service.official")}</h2>
          <Facts facts={view.sources} />
          {view.isUnverified && <Note>{t("catalogue.service.unverified.note")}</Note>}
        </aside>
      </Columns>
    </Layout>
  );
}

function Begin({ id, beginning }: { readonly id: string; readonly beginning: Beginning }) {
  const t = useT();
  if (beginning.kind === "officer") return <Note tone="warn">{t("catalogue.service.officer")}</Note>;
  if (beginning.kind === "sign-in")
    return (
      <Stack>
        <p>{t("catalogue.service.sign-in.text")}</p>
        <Actions>
          <LinkButton href={beginning.href} icon="user">
            {t("catalogue.service.sign-in")}
          </LinkButton>
        </Actions>
      </Stack>
    );
  return (
    <Stack>
      {beginning.draftHref !== undefined && (
        <ContinueCard
          href={beginning.draftHref}
          label={t("catalogue.draft.label")}
          title={t("catalogue.draft.continue")}
          text={t("catalogue.draft.kept")}
        />
      )}
      <form method="post" action={`/layanan/${id}/mulai`}>
        {beginning.csrf !== undefined && <Csrf token={beginning.csrf} />}
        <Actions>
          <Button tone={beginning.draftHref === undefined ? "full" : "line"}>{t("catalogue.service.start")}</Button>
        </Actions>
      </form>
    </Stack>
  );
}

function AskedList({ items }: { readonly items: readonly Asked[] }) {
  return <Rows rows={items.map(({ label, note }) => ({ title: label, notes: note === undefined ? [] : [note] }))} />;
}
