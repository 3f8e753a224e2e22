import { Actions, Empty, Fold, Layout, LinkButton, Note, Section, Table, useT } from "../../../kernel/ui/index.ts";
import type { AuditView } from "../auditing/views.ts";
import type { AlarmView, BookView } from "../views.ts";

/** Which public books there are, what stands in them, and how one checks by oneself. */
export function OpenBookPage({
  books,
  alarms,
  audit,
}: {
  readonly books: readonly BookView[];
  readonly alarms: readonly AlarmView[];
  readonly audit: AuditView;
}) {
  const t = useT();
  const isWitnessed = books.some(({ witnesses }) => witnesses.length > 0);
  return (
    <Layout current="/buku-terbuka">
      <h1>{t("transparency.book.title")}</h1>
      <p class="lead">{t("transparency.book.lead")}</p>
      {alarms.map(({ title, text }) => (
        <Note key={text} tone="bad" title={title}>
          {text}
        </Note>
      ))}
      {audit.tone === "bad" && <AuditNote audit={audit} />}
      {books.length === 0 ? (
        <Empty icon="case" title={t("transparency.book.none")} text={t("transparency.book.none.text")} />
      ) : (
        <Section title={t("transparency.book.books")}>
          <Table
            stack
            quietCaption
            caption={t("transparency.book.books")}
            columns={[
              { label: t("transparency.book.name") },
              { label: t("transparency.book.entries"), numeric: true },
              { label: t("transparency.book.signed") },
              { label: t("transparency.book.files") },
            ]}
            rows={books.map(({ name, title, entries, signedAt }) => [
              title,
              t("transparency.book.count", { count: entries }),
              signedAt,
              <BookFiles name={name} />,
            ])}
          />
        </Section>
      )}
      <Section title={t("transparency.witness.title")}>
        <p>{t(isWitnessed ? "transparency.witness.text" : "transparency.witness.none")}</p>
        {isWitnessed && (
          <Table
            stack
            quietCaption
            caption={t("transparency.witness.title")}
            columns={[
              { label: t("transparency.witness.name") },
              { label: t("transparency.book.name") },
              { label: t("transparency.witness.signed") },
            ]}
            rows={books.flatMap((book) => book.witnesses.map(({ name, signedAt }) => [name, book.title, signedAt]))}
          />
        )}
      </Section>
      <Section title={t("transparency.audit.title")}>
        <p>{t("transparency.audit.lead")}</p>
        {audit.tone !== "bad" && <AuditNote audit={audit} />}
        {audit.erased !== undefined && <p>{audit.erased}</p>}
        {audit.findings.length > 0 && (
          <Table
            stack
            quietCaption
            caption={t("transparency.audit.findings")}
            columns={[
              { label: t("transparency.audit.what") },
              { label: t("transparency.audit.differs") },
              { label: t("transparency.audit.at") },
              { label: t("transparency.audit.place") },
            ]}
            rows={audit.findings.map(({ what, place, differs, at }) => [what, differs, at, <code>{place}</code>])}
          />
        )}
      </Section>
      <Section title={t("transparency.check.title")}>
        <ol class="steps">
          <li>{t("transparency.check.one")}</li>
          <li>{t("transparency.check.two")}</li>
          <li>{t("transparency.check.three")}</li>
        </ol>
        <Actions>
          <LinkButton href="/periksa" icon="search">
            {t("transparency.check.here")}
          </LinkButton>
        </Actions>
      </Section>
      <Note icon="lock" title={t("transparency.book.private")}>
        {t("transparency.book.private.text")}
      </Note>
      <Fold title={t("transparency.book.how")}>
        <p>{t("transparency.book.how.chain")}</p>
        <p>{t("transparency.book.how.signed")}</p>
        <p>{t("transparency.book.how.programs")}</p>
      </Fold>
    </Layout>
  );
}

function AuditNote({ audit: { tone, title, text } }: { readonly audit: AuditView }) {
  return (
    <Note tone={tone} title={title}>
      {text}
    </Note>
  );
}

function BookFiles({ name }: { readonly name: string }) {
  const t = useT();
  return (
    <span>
      <a href={`/ledger/${name}/checkpoint`}>{t("transparency.book.state")}</a>,{" "}
      <a href={`/ledger/${name}/key`}>{t("transparency.book.key")}</a>
    </span>
  );
}
