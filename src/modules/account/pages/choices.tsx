import type { Channel } from "../../../kernel/notify/index.ts";
import {
  BackLink,
  Button,
  Checkboxes,
  Csrf,
  ErrorSummary,
  Layout,
  languageNames,
  QuestionLayout,
  questionTitleId,
  RadioPicks,
  Section,
  Select,
  type SummarisedError,
  TextInput,
  useT,
  useUi,
} from "../../../kernel/ui/index.ts";
import { menuHref } from "./me.tsx";

export interface NameProps {
  readonly csrf: string;
  readonly name: string;
  readonly longest: number;
  readonly error?: string;
}

/** How the person wants to be called. */
export function NamePage({ csrf, name, longest, error }: NameProps) {
  const t = useT();
  return (
    <QuestionLayout
      title={t("account.name.title")}
      lead={t("account.name.lead")}
      back={{ href: menuHref }}
      errors={error === undefined ? [] : [{ field: "name", text: error }]}
      form={{ action: "/saya/nama", csrf, submit: t("account.name.submit") }}
    >
      <TextInput
        name="name"
        labelledBy={questionTitleId}
        value={name}
        error={error}
        autocomplete="name"
        maxlength={longest}
      />
    </QuestionLayout>
  );
}

/** As the form brings them; may not fit. */
export interface Choices {
  readonly lang: string;
  readonly channels: readonly string[];
  readonly zone: string;
  readonly quietFrom: string;
  readonly quietUntil: string;
}

export interface ChoicesProps {
  readonly csrf: string;
  readonly chosen: Choices;
  /** Those by which this person can be reached. */
  readonly channels: readonly Channel[];
  readonly zones: readonly { readonly zone: string; readonly name: string }[];
  readonly errors: readonly SummarisedError[];
}

/** Language, ways and quiet hours of messages. */
export function ChoicesPage({ csrf, chosen, channels, zones, errors }: ChoicesProps) {
  const { t, site } = useUi();
  const errorOf = (field: string): string | undefined => errors.find((error) => error.field === field)?.text;
  return (
    <Layout current={menuHref} width="slim">
      <BackLink href={menuHref}>{t("account.me.title")}</BackLink>
      <ErrorSummary errors={errors} />
      <h1>{t("account.choices.title")}</h1>
      <form class="flow" method="post" action="/saya/pilihan">
        <Csrf token={csrf} />
        <RadioPicks
          name="lang"
          label={t("account.choices.lang")}
          value={chosen.lang}
          error={errorOf("lang")}
          options={site.languages.map((value) => ({ value, label: languageNames[value] }))}
        />
        <Checkboxes
          name="channels"
          label={t("account.choices.channels")}
          hint={t("account.choices.channels.hint")}
          optional
          values={chosen.channels}
          error={errorOf("channels")}
          options={channels.map((value) => ({ value, label: t(`account.channel.${value}`) }))}
        />
        <Section title={t("account.choices.quiet")}>
          <p>{t("account.choices.quiet.text")}</p>
          <TextInput
            name="quietFrom"
            label={t("account.choices.from")}
            type="time"
            narrow
            value={chosen.quietFrom}
            error={errorOf("quietFrom")}
          />
          <TextInput
            name="quietUntil"
            label={t("account.choices.until")}
            type="time"
            narrow
            value={chosen.quietUntil}
            error={errorOf("quietUntil")}
          />
          <Select
            name="zone"
            label={t("account.choices.zone")}
            value={chosen.zone}
            error={errorOf("zone")}
            options={zones.map(({ zone, name }) => ({ value: zone, label: name }))}
          />
        </Section>
        <Button>{t("account.choices.submit")}</Button>
      </form>
    </Layout>
  );
}
