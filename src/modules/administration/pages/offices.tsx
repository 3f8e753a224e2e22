import type { Office } from "../../../kernel/access/index.ts";
import { BackLink, Section, Select, Table, TextInput, useT } from "../../../kernel/ui/index.ts";
import { paths } from "../paths.ts";
import { AdministrationForm, errorAt, type FormProps } from "./parts.tsx";

const fields = ["code", "name", "region", "parent"] as const;

export interface OfficeRow extends Office {
  /** How many offices stand above it. */
  readonly depth: number;
  /** "Keputran, Tegalsari, Kota Surabaya" */
  readonly place: string;
}

/** The tree, and a form for a new office. */
export function OfficeList({ offices, ...form }: FormProps & { readonly offices: readonly OfficeRow[] }) {
  const t = useT();
  return (
    <>
      <Section title={t("administration.tab.offices")} quietTitle>
        <Table
          caption={t("administration.tab.offices")}
          quietCaption
          columns={[
            { label: t("administration.office") },
            { label: t("administration.office.code-label") },
            { label: t("administration.region-label") },
          ]}
          rows={offices.map(({ id, code, name, region, depth, place }) => [
            <a href={paths.office(code)} key={id}>
              {"– ".repeat(depth)}
              {name}
            </a>,
            code,
            `${place} (${region})`,
          ])}
        />
      </Section>
      <OfficeForm
        {...form}
        title={t("administration.office.add")}
        submit={t("administration.office.make")}
        action={paths.offices}
        offices={offices}
      />
    </>
  );
}

/** One office, to be brought up to date. Its code stays: rules and lists name it. */
export function OfficePage(props: FormProps & { readonly office: OfficeRow; readonly offices: readonly OfficeRow[] }) {
  const { office, offices, ...form } = props;
  const t = useT();
  return (
    <>
      <BackLink href={paths.offices}>{t("administration.office.all")}</BackLink>
      <OfficeForm
        {...form}
        title={office.name}
        submit={t("administration.office.save")}
        action={paths.office(office.code)}
        offices={offices.filter(({ id }) => id !== office.id)}
        code={office.code}
      />
    </>
  );
}

function OfficeForm(
  props: FormProps & {
    readonly title: string;
    readonly submit: string;
    readonly action: string;
    readonly offices: readonly OfficeRow[];
    /** Of an office that is there already. */
    readonly code?: string;
  },
) {
  const { offices, code, state } = props;
  const t = useT();
  return (
    <AdministrationForm {...props} id="kantor" fields={fields}>
      {code === undefined && (
        <TextInput
          name="code"
          label={t("administration.office.code-label")}
          hint={t("administration.office.code.hint")}
          error={errorAt(t, state, "code")}
          value={state.values["code"]}
          maxlength={40}
          autocomplete="off"
        />
      )}
      <TextInput
        name="name"
        label={t("administration.office.name-label")}
        error={errorAt(t, state, "name")}
        value={state.values["name"]}
        maxlength={120}
        autocomplete="off"
      />
      <TextInput
        name="region"
        label={t("administration.region-label")}
        hint={t("administration.region.hint")}
        error={errorAt(t, state, "region")}
        value={state.values["region"]}
        maxlength={13}
        autocomplete="off"
        narrow
      />
      <Select
        name="parent"
        label={t("administration.office.parent")}
        prompt={t("administration.office.no-parent")}
        error={errorAt(t, state, "parent")}
        value={state.values["parent"]}
        options={offices.map((office) => ({ value: office.code, label: office.name }))}
        optional
      />
    </AdministrationForm>
  );
}
