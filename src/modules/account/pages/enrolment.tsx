import type { EnrolmentForm } from "../../../kernel/accounts/index.ts";
import { MoreLink, Qr, QuestionLayout, Section, TextInput, useT } from "../../../kernel/ui/index.ts";

export interface EnrolmentPageProps {
  readonly csrf: string;
  readonly action: string;
  readonly form: EnrolmentForm;
  /** The sentence at the field at fault. */
  readonly error?: { readonly field: string; readonly text: string };
}

/** An officer's first visit: a password of their own, and an app that shows the codes. */
export function EnrolmentPage({ csrf, action, form, error }: EnrolmentPageProps) {
  const t = useT();
  const errorAt = (field: string) => (error?.field === field ? error.text : undefined);
  return (
    <QuestionLayout
      title={t("account.enrol.title")}
      lead={t("account.enrol.lead")}
      back={{ href: "/masuk/petugas" }}
      errors={error === undefined ? [] : [error]}
      form={{ action, csrf, submit: t("account.enrol.submit") }}
    >
      <TextInput
        name="username"
        label={t("account.officer.username")}
        autocomplete="username"
        value={form.username}
        readonly
      />
      <TextInput
        name="password"
        label={t("account.enrol.password")}
        hint={t("account.enrol.password.hint")}
        error={errorAt("password")}
        type="password"
        autocomplete="new-password"
        maxlength={200}
      />
      <Section title={t("account.enrol.app")}>
        <p>{t("account.enrol.app.text")}</p>
        <Qr text={form.keyUri} label={t("account.enrol.qr")} />
        <p>
          <MoreLink href={form.keyUri}>{t("account.enrol.open")}</MoreLink>
        </p>
        <p>
          {t("account.enrol.key")}: <b class="num">{form.key.replace(/(.{4})(?=.)/g, "$1 ")}</b>
        </p>
      </Section>
      <TextInput
        name="code"
        label={t("account.enrol.code")}
        hint={t("account.enrol.code.hint")}
        error={errorAt("code")}
        inputmode="numeric"
        autocomplete="one-time-code"
        maxlength={30}
        narrow
      />
    </QuestionLayout>
  );
}
