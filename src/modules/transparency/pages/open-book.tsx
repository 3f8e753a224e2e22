import {
  Actions,
  Empty,
  Facts,
  Fold,
  Layout,
  LinkButton,
  Note,
  Section,
  Stack,
  Table,
  useT,
} from "../../../kernel/ui/index.ts";
import type { AnchorView } from "../anchoring/anchor-views.ts";
import type { AuditView } from "../auditing/views.ts";
import type { AlarmView, BookView } from "../views.ts";

/** Which public books there are, what stands in them, and how one checks by oneself. */
export function OpenBookPage({
  books,
  alarms,
  anchors,
  audit,
}: {
  readonly books: readonly BookView[];
  readonly alarms: readonly AlarmView[];
  readonly anchors: readonly AnchorView[];
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
            rows={books.map(({ name, title, entries, signedAt, closed }) => [
              closed === undefined ? title : <BookTitle title={title} closed={closed} />,
              t("transparency.book.count", { count: entries }),
              signedAt,
              <BookFiles name={name} />,
            ])}
          />
        </Section>
      )}
      {books.length > 0 && (
        <Section title={t("transparency.today.title")}>
          <p>{t("transparency.today.text")}</p>
          {books.map((book) => (
            <BookToday key={book.name} book={book} />
          ))}
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
      <Anchors anchors={anchors} />
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
          <LinkButton href="/buku-terbuka/pemeriksa" tone="line" icon="download" download>
            {t("transparency.file.get")}
          </LinkButton>
        </Actions>
        <p class="meta">{t("transparency.file.get.text")}</p>
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

function BookTitle({ title, closed }: { readonly title: string; readonly closed: string }) {
  return (
    <span>
      {title}
      <br />
      <small>{closed}</small>
    </span>
  );
}

/** States of the books that were entrusted to others, and since when one of them stands still. */
function Anchors({ anchors }: { readonly anchors: readonly AnchorView[] }) {
  const t = useT();
  const hasAny = anchors.some(({ newest }) => newest.length > 0);
  return (
    <Section title={t("transparency.anchor.title")}>
      <p>{t(anchors.length === 0 ? "transparency.anchor.none" : "transparency.anchor.text")}</p>
      {anchors.map(
        ({ name, halted }) =>
          halted !== undefined && (
            <Note key={name} tone="warn" title={halted.title}>
              {halted.text}
            </Note>
          ),
      )}
      {anchors.length > 0 && !hasAny && <p>{t("transparency.anchor.first")}</p>}
      {hasAny && (
        <Table
          stack
          quietCaption
          caption={t("transparency.anchor.title")}
          columns={[
            { label: t("transparency.anchor.place") },
            { label: t("transparency.book.name") },
            { label: t("transparency.anchor.last") },
            { label: t("transparency.anchor.check") },
          ]}
          rows={anchors.flatMap(({ name, kind, newest }) =>
            newest.map(({ book, state, href, hasStamp }) => [
              t("transparency.anchor.place.value", { name, kind }),
              book,
              state,
              <AnchorFiles href={href} hasStamp={hasStamp} />,
            ]),
          )}
        />
      )}
      {hasAny && (
        <Fold title={t("transparency.anchor.how")}>
          <p>{t("transparency.anchor.how.chain")}</p>
          <p>{t("transparency.anchor.how.stamp")}</p>
        </Fold>
      )}
    </Section>
  );
}

function AnchorFiles({ href, hasStamp }: { readonly href: string; readonly hasStamp: boolean }) {
  const t = useT();
  return (
    <span>
      <a href={href}>{t("transparency.anchor.particulars")}</a>,{" "}
      <a href={`${href}/checkpoint`}>{t("transparency.book.state")}</a>
      {hasStamp && (
        <>
          , <a href={`${href}/stamp.tsr`}>{t("transparency.anchor.stamp")}</a>
        </>
      )}
    </span>
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

/** What was entered today, and today's entries as a file. */
function BookToday({ book: { name, title, today } }: { readonly book: BookView }) {
  const t = useT();
  return (
    <Stack>
      <h3>{title}</h3>
      {today.entries === 0 ? <p class="meta">{t("transparency.today.none")}</p> : <Facts facts={today.kinds} />}
      {today.entries > 0 && (
        <p>
          <a href={`/ledger/${name}/entries/${today.day}`} download>
            {t("transparency.today.entries", { count: today.entries })}
          </a>
          {" \u00b7 "}
          <a href={`/ledger/${name}/numbers/${today.day}`}>{t("transparency.today.numbers")}</a>
        </p>
      )}
    </Stack>
  );
}
