import type { ComponentChildren } from "preact";
import { Button, Csrf, ErrorSummary, Note, Once, Section, Tabs, useT } from "../../../kernel/ui/index.ts";
import type { FormState } from "../form.ts";
import { paths } from "../paths.ts";

/** What every form of these pages needs. */
export interface FormProps {
  readonly csrf: string;
  /** Idempotency key. */
  readonly once: string;
  readonly state: FormState;
}

const tabs = [
  { href: paths.officers, label: "administration.tab.officers" },
  { href: paths.offices, label: "administration.tab.offices" },
  { href: paths.rules, label: "administration.tab.rules" },
] as const;

/** The three lists as tabs, and what was just done. */
export function AdministrationPage(props: {
  readonly current: (typeof tabs)[number]["href"];
  readonly saved: boolean;
  readonly children: ComponentChildren;
}) {
  const t = useT();
  return (
    <div class="flow">
      <Tabs
        label={t("administration.menu")}
        tabs={tabs.map(({ href, label }) => ({ href, label: t(label), current: href === props.current }))}
      />
      {props.saved && (
        <Note tone="ok" live>
          {t("administration.saved")}
        </Note>
      )}
      {props.children}
    </div>
  );
}

/** A form under its heading; a fault stands at its field, or above the form when it is about none of them. */
export function AdministrationForm(
  props: FormProps & {
    readonly id: string;
    readonly title: string;
    readonly action: string;
    readonly submit: string;
    /** Names of the fields, to know whether a fault is of one of them. */
    readonly fields: readonly string[];
    readonly children: ComponentChildren;
  },
) {
  const t = useT();
  const { fault } = props.state;
  const sentence = fault === undefined ? undefined : t(fault.message, fault.params);
  const field = fault?.field !== undefined && props.fields.includes(fault.field) ? fault.field : undefined;
  return (
    <Section title={props.title} id={props.id}>
      <form class="flow slim" method="post" action={props.action}>
        <Csrf token={props.csrf} />
        <Once value={props.once} />
        {sentence !== undefined && field !== undefined && <ErrorSummary errors={[{ field, text: sentence }]} />}
        {sentence !== undefined && field === undefined && (
          <Note tone="bad" live>
            {sentence}
          </Note>
        )}
        {props.children}
        <Button>{props.submit}</Button>
      </form>
    </Section>
  );
}

/** One button that does one thing. */
export function ActButton(props: {
  readonly csrf: string;
  readonly once: string;
  readonly action: string;
  readonly label: string;
  readonly tone?: "line" | "bad";
  readonly hidden?: Readonly<Record<string, string>>;
}) {
  return (
    <form method="post" action={props.action}>
      <Csrf token={props.csrf} />
      <Once value={props.once} />
      {Object.entries(props.hidden ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button tone={props.tone ?? "line"}>{props.label}</Button>
    </form>
  );
}

/** The sentence at a field. */
export function errorAt(
  t: (key: string, params?: Readonly<Record<string, string | number>>) => string,
  { fault }: FormState,
  field: string,
): string | undefined {
  return fault?.field === field ? t(fault.message, fault.params) : undefined;
}
