import {
  BackLink,
  Button,
  Csrf,
  ErrorSummary,
  Facts,
  type IconName,
  Layout,
  LinkButton,
  Note,
  Once,
  PrintButton,
  Rows,
  Section,
  TextInput,
  useT,
} from "../../../kernel/ui/index.ts";
import { menuHref } from "./me.tsx";

export interface EraseProps {
  readonly csrf: string;
  readonly once: string;
  /** To be typed, so that nobody does this by accident. */
  readonly word: string;
  readonly error?: string;
}

/** What goes, what stays and why; then the word. */
export function ErasePage({ csrf, once, word, error }: EraseProps) {
  const t = useT();
  return (
    <Layout current={menuHref} width="slim">
      <BackLink href={menuHref}>{t("account.me.title")}</BackLink>
      <ErrorSummary errors={error === undefined ? [] : [{ field: "word", text: error }]} isAlone />
      <h1>{t("account.erase.title")}</h1>
      <p class="lead">{t("account.erase.lead")}</p>
      <LinkButton href="/saya/unduh" tone="line" icon="download">
        {t("account.erase.download-first")}
      </LinkButton>
      <Section title={t("account.erase.goes")}>
        <List keys={["account", "messages", "cases"]} what="goes" icon="trash" />
      </Section>
      <Section title={t("account.erase.stays")}>
        <List keys={["happened", "log", "office"]} what="stays" icon="lock" />
      </Section>
      <form class="flow" method="post" action="/saya/hapus">
        <Csrf token={csrf} />
        <Once value={once} />
        <Note tone="bad" title={t("account.erase.final")} />
        <TextInput
          name="word"
          label={t("account.erase.type", { word })}
          error={error}
          autocomplete="off"
          maxlength={20}
          narrow
        />
        <Button tone="bad">{t("account.erase.submit")}</Button>
      </form>
    </Layout>
  );
}

function List(props: { readonly what: "goes" | "stays"; readonly keys: readonly string[]; readonly icon: IconName }) {
  const { what, keys, icon } = props;
  const t = useT();
  return (
    <Rows
      rows={keys.map((key) => ({
        icon,
        title: t(`account.erase.${what}.${key}`),
        notes: [t(`account.erase.${what}.${key}.note`)],
      }))}
    />
  );
}

export interface ErasedProps {
  readonly when: string;
  readonly parts: readonly { readonly name: string; readonly rows: number }[];
  readonly kept: readonly string[];
}

/** Proof of an erasure; its address is known only to the person. */
export function ErasedPage({ when, parts, kept }: ErasedProps) {
  const t = useT();
  return (
    <Layout width="slim">
      <Note tone="ok" title={t("account.erased.when", { when })} />
      <h1>{t("account.erased.title")}</h1>
      <p class="lead">{t("account.erased.lead")}</p>
      <Section title={t("account.erased.what")}>
        <Facts
          facts={parts.map(({ name, rows }) => ({ label: name, value: t("account.erased.rows", { count: rows }) }))}
        />
      </Section>
      {kept.length > 0 && (
        <Section title={t("account.erased.kept")}>
          <Rows rows={kept.map((title) => ({ icon: "lock", title }))} />
        </Section>
      )}
      <p>{t("account.erased.save")}</p>
      <PrintButton />
      <LinkButton href="/" tone="line">
        {t("ui.home")}
      </LinkButton>
    </Layout>
  );
}
