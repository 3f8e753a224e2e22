import {
  Actions,
  Button,
  ContinueCard,
  Csrf,
  Empty,
  ErrorSummary,
  Layout,
  LinkButton,
  MoreLink,
  Note,
  type Row,
  Rows,
  Section,
  Stack,
  TextInput,
  useT,
} from "../../../kernel/ui/index.ts";

export interface DraftLine {
  readonly href: string;
  readonly title: string;
  readonly text: string;
}

export interface CasesPageProps {
  /** Undefined: not signed in. */
  readonly rows: readonly Row[] | undefined;
  /** The case this guest follows. */
  readonly guestRow: Row | undefined;
  readonly drafts: readonly DraftLine[];
  readonly isKept: boolean;
  /** The cases are those of the person for whom the reader acts. */
  readonly isActing: boolean;
}

/** One's own cases, and what was begun and not sent yet. */
export function CasesPage({ rows, guestRow, drafts, isKept, isActing }: CasesPageProps) {
  const t = useT();
  return (
    <Layout current="/kasus" width="slim">
      <h1>{t("catalogue.cases.title")}</h1>
      {isActing && <p class="lead">{t("catalogue.cases.acting")}</p>}
      {isKept && (
        <Note tone="ok" title={t("catalogue.draft.saved")} live>
          {t("catalogue.draft.kept")}
        </Note>
      )}
      {drafts.length > 0 && (
        <Section title={t("catalogue.draft.open")}>
          {drafts.map(({ href, title, text }) => (
            <ContinueCard key={href} href={href} label={t("catalogue.draft.label")} title={title} text={text} />
          ))}
        </Section>
      )}
      {rows === undefined ? <ForGuests row={guestRow} /> : <OwnCases rows={rows} isActing={isActing} />}
    </Layout>
  );
}

function OwnCases({ rows, isActing }: { readonly rows: readonly Row[]; readonly isActing: boolean }) {
  const t = useT();
  if (rows.length > 0)
    return (
      <Section title={t("catalogue.cases.all")} quietTitle>
        <Rows rows={rows} />
      </Section>
    );
  const words = isActing ? "catalogue.cases.acting.none" : "catalogue.cases.none";
  return (
    <Empty
      icon="case"
      title={t(words)}
      text={t(`${words}.text`)}
      action={<LinkButton href="/layanan">{t(`${words}.begin`)}</LinkButton>}
    />
  );
}

function ForGuests({ row }: { readonly row: Row | undefined }) {
  const t = useT();
  return (
    <Stack>
      {row !== undefined && (
        <Section title={t("catalogue.cases.guest")}>
          <Rows rows={[row]} />
        </Section>
      )}
      <Section title={t("catalogue.cases.other")}>
        <p>{t("catalogue.cases.guest.text")}</p>
        <Actions>
          <LinkButton href="/lacak" icon="search" tone={row === undefined ? "full" : "line"}>
            {t("catalogue.track.open")}
          </LinkButton>
          <LinkButton href="/masuk?kembali=%2Fkasus" icon="phone" tone="line">
            {t("catalogue.sign-in")}
          </LinkButton>
        </Actions>
      </Section>
    </Stack>
  );
}

export interface TrackPageProps {
  readonly csrf: string;
  readonly code: string;
  readonly codeError: string | undefined;
  readonly pinError: string | undefined;
  /** Someone is signed in here; following a case by PIN signs them out. */
  readonly isSignedIn: boolean;
  /** By an account of their own: it has cases, and nobody to sign in. */
  readonly isResident: boolean;
  /** The account may not see the case of this code, or there is none: the same words for both. */
  readonly isNotTheirs: boolean;
  readonly signInHref: string;
}

/** Following a case without an account. */
export function TrackPage(props: TrackPageProps) {
  const t = useT();
  const { csrf, code, codeError, pinError, isSignedIn, isResident, isNotTheirs } = props;
  const errors = [
    ...(codeError === undefined ? [] : [{ field: "kode", text: codeError }]),
    ...(pinError === undefined ? [] : [{ field: "pin", text: pinError }]),
  ];
  return (
    <Layout current="/kasus" width="slim">
      <ErrorSummary errors={errors} isAlone />
      <h1>{t("catalogue.track.title")}</h1>
      {isNotTheirs && (
        <Note
          tone="warn"
          title={t("catalogue.track.not-yours")}
          action={<MoreLink href="/kasus">{t("catalogue.cases.title")}</MoreLink>}
        >
          {t("catalogue.track.not-yours.text")}
        </Note>
      )}
      <p class="lead">{t("catalogue.track.lead")}</p>
      {isSignedIn && <Note>{t("catalogue.track.signed-in")}</Note>}
      <form class="flow" method="post" action="/lacak">
        <Csrf token={csrf} />
        <TextInput
          name="kode"
          label={t("catalogue.track.code")}
          hint={t("catalogue.track.code.hint")}
          value={code}
          error={codeError}
          autocomplete="off"
        />
        <TextInput
          name="pin"
          label={t("catalogue.track.pin")}
          hint={t("catalogue.track.pin.hint")}
          error={pinError}
          inputmode="numeric"
          autocomplete="off"
          narrow
        />
        <Actions>
          <Button icon="search">{t("catalogue.track.button")}</Button>
        </Actions>
      </form>
      <p>
        {t("catalogue.track.account")}{" "}
        {isResident ? (
          <MoreLink href="/kasus">{t("catalogue.cases.title")}</MoreLink>
        ) : (
          <MoreLink href={props.signInHref}>{t("catalogue.sign-in")}</MoreLink>
        )}
      </p>
    </Layout>
  );
}
