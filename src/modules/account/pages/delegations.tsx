import type { ComponentChildren } from "preact";
import {
  BackLink,
  Button,
  Card,
  Csrf,
  Empty,
  ErrorSummary,
  Layout,
  Note,
  Once,
  Section,
  type SummarisedError,
  Tag,
  TextInput,
  Toast,
  useT,
} from "../../../kernel/ui/index.ts";
import { menuHref } from "./me.tsx";

export interface DelegationLine {
  readonly id: string;
  /** Of the other person. */
  readonly name: string;
  readonly until: string;
  /** This session acts by it now. */
  readonly used: boolean;
}

export interface NewDelegationForm {
  readonly phone: string;
  readonly until: string;
  readonly once: string;
  /** "2026-11-24" */
  readonly earliest: string;
  readonly latest: string;
}

export interface DelegationsProps {
  readonly csrf: string;
  readonly given: readonly DelegationLine[];
  readonly received: readonly DelegationLine[];
  readonly form: NewDelegationForm;
  readonly error: SummarisedError | undefined;
  readonly done: string;
}

/** Who may act for me, and for whom I may act. */
export function DelegationsPage({ csrf, given, received, form, error, done }: DelegationsProps) {
  const t = useT();
  const errorOf = (field: string): string | undefined => (error?.field === field ? error.text : undefined);
  return (
    <Layout current={menuHref} width="slim">
      {done === "diberi" && <Toast>{t("account.delegation.granted")}</Toast>}
      {done === "dicabut" && <Toast>{t("account.delegation.revoked")}</Toast>}
      <BackLink href={menuHref}>{t("account.me.title")}</BackLink>
      <ErrorSummary errors={error === undefined ? [] : [error]} />
      <h1>{t("account.delegation.title")}</h1>
      <p class="lead">{t("account.delegation.lead")}</p>
      <Section title={t("account.delegation.received.heading")}>
        {received.length === 0 ? (
          <p>{t("account.delegation.received.none")}</p>
        ) : (
          received.map((line) => (
            <Line key={line.id} line={line}>
              {line.used ? (
                <OneButton csrf={csrf} action="/saya/kuasa/berhenti" label={t("ui.acting.stop")} />
              ) : (
                <OneButton
                  csrf={csrf}
                  action="/saya/kuasa/pakai"
                  delegation={line.id}
                  label={t("account.delegation.use")}
                />
              )}
            </Line>
          ))
        )}
      </Section>
      <Section title={t("account.delegation.given.heading")}>
        {given.length === 0 ? (
          <Empty
            icon="family"
            title={t("account.delegation.given.none")}
            text={t("account.delegation.given.none.text")}
          />
        ) : (
          given.map((line) => (
            <Line key={line.id} line={line}>
              <OneButton
                csrf={csrf}
                action="/saya/kuasa/cabut"
                delegation={line.id}
                label={t("account.delegation.revoke")}
              />
            </Line>
          ))
        )}
      </Section>
      <Section title={t("account.delegation.new")}>
        <form class="flow" method="post" action="/saya/kuasa">
          <Csrf token={csrf} />
          <Once value={form.once} />
          <TextInput
            name="phone"
            label={t("account.delegation.phone")}
            hint={t("account.delegation.phone.hint")}
            type="tel"
            maxlength={40}
            value={form.phone}
            error={errorOf("phone")}
          />
          <TextInput
            name="until"
            label={t("account.delegation.until.label")}
            hint={t("account.delegation.until.hint")}
            type="date"
            narrow
            min={form.earliest}
            max={form.latest}
            value={form.until}
            error={errorOf("until")}
          />
          <Note tone="warn" title={t("account.delegation.warning")}>
            {t("account.delegation.warning.text")}
          </Note>
          <Button>{t("account.delegation.submit")}</Button>
        </form>
      </Section>
    </Layout>
  );
}

function Line({ line, children }: { readonly line: DelegationLine; readonly children: ComponentChildren }) {
  const t = useT();
  return (
    <Card>
      <h3 class="h">{line.name}</h3>
      <p class="meta">{t("account.delegation.until", { day: line.until })}</p>
      {line.used && <Tag tone="now">{t("account.delegation.in-use")}</Tag>}
      {children}
    </Card>
  );
}

function OneButton(props: {
  readonly csrf: string;
  readonly action: string;
  readonly delegation?: string;
  readonly label: string;
}) {
  const { csrf, action, delegation, label } = props;
  return (
    <form method="post" action={action}>
      <Csrf token={csrf} />
      {delegation !== undefined && <input type="hidden" name="delegation" value={delegation} />}
      <Button tone="line">{label}</Button>
    </form>
  );
}
