import type { Office } from "../../../kernel/access/index.ts";
import { Note, Section, Select, Table, TextInput, useT } from "../../../kernel/ui/index.ts";
import { paths } from "../paths.ts";
import { ActButton, AdministrationForm, errorAt, type FormProps } from "./parts.tsx";

const fields = ["key", "region", "office", "from", "source"] as const;

/** A rule with its words. */
export interface RuleRow {
  readonly key: string;
  readonly about: string;
  readonly region: string;
  readonly place: string;
  readonly office: string;
  /** In words. */
  readonly from: string;
  readonly source: string | null;
}

/** A service that finds its office by rules. */
export interface RulesView {
  readonly service: string;
  readonly title: string;
  readonly keys: readonly { readonly value: string; readonly label: string }[];
  readonly rules: readonly RuleRow[];
  /** What no rule is about: the dispatcher gets it. */
  readonly without: readonly string[];
}

export interface RulesProps extends Omit<FormProps, "state" | "once"> {
  readonly services: readonly RulesView[];
  readonly offices: readonly Office[];
  /** The form of one service as it was posted; the others are empty. */
  readonly posted: { readonly service: string; readonly state: FormProps["state"] } | undefined;
  readonly newKey: () => string;
}

/** Which office gets which cases: what holds, since when, by which decision; and a form for a new rule. */
export function Rules({ services, offices, posted, newKey, csrf }: RulesProps) {
  const t = useT();
  return (
    <>
      {services.map((view) => (
        <ServiceRules
          key={view.service}
          view={view}
          offices={offices}
          csrf={csrf}
          newKey={newKey}
          state={posted?.service === view.service ? posted.state : { values: {} }}
        />
      ))}
      <p class="meta">{t("administration.rules.hint")}</p>
    </>
  );
}

function ServiceRules(props: {
  readonly view: RulesView;
  readonly offices: readonly Office[];
  readonly csrf: string;
  readonly newKey: () => string;
  readonly state: FormProps["state"];
}) {
  const { view, offices, csrf, newKey, state } = props;
  const t = useT();
  return (
    <>
      <Section title={view.title}>
        {view.without.length > 0 && (
          <Note tone="warn">{t("administration.rules.without", { keys: view.without.join(", ") })}</Note>
        )}
        <Table
          caption={view.title}
          quietCaption
          stack
          columns={[
            { label: t("administration.rule.about") },
            { label: t("administration.region-label") },
            { label: t("administration.office") },
            { label: t("administration.rule.from") },
            { label: t("administration.rule.basis") },
            { label: t("administration.act") },
          ]}
          rows={view.rules.map(({ key, about, region, place, office, from, source }) => [
            about,
            place,
            office,
            from,
            source ?? t("administration.rule.no-source"),
            <ActButton
              key={`${key} ${region}`}
              csrf={csrf}
              once={newKey()}
              action={paths.endRule}
              label={t("administration.rule.end")}
              hidden={{ service: view.service, key, region }}
            />,
          ])}
        />
      </Section>
      <AdministrationForm
        id={`aturan-${view.service}`}
        title={t("administration.rule.add")}
        action={paths.rules}
        submit={t("administration.rule.set")}
        fields={fields}
        csrf={csrf}
        once={newKey()}
        state={state}
      >
        <input type="hidden" name="service" value={view.service} />
        <Select
          name="key"
          label={t("administration.rule.about")}
          prompt={t("administration.choose")}
          error={errorAt(t, state, "key")}
          value={state.values["key"]}
          options={view.keys}
        />
        <TextInput
          name="region"
          label={t("administration.region-label")}
          hint={t("administration.rule.region.hint")}
          error={errorAt(t, state, "region")}
          value={state.values["region"]}
          maxlength={13}
          autocomplete="off"
          narrow
        />
        <Select
          name="office"
          label={t("administration.office")}
          prompt={t("administration.choose")}
          error={errorAt(t, state, "office")}
          value={state.values["office"]}
          options={offices.map(({ code, name }) => ({ value: code, label: name }))}
        />
        <TextInput
          name="from"
          label={t("administration.rule.from")}
          hint={t("administration.rule.from.hint")}
          error={errorAt(t, state, "from")}
          value={state.values["from"]}
          type="date"
          narrow
          optional
        />
        <TextInput
          name="source"
          label={t("administration.rule.basis")}
          hint={t("administration.rule.basis.hint")}
          error={errorAt(t, state, "source")}
          value={state.values["source"]}
          maxlength={200}
          autocomplete="off"
          optional
        />
      </AdministrationForm>
    </>
  );
}
