import { type Office, type OfficerRole, officerRoles } from "../../../kernel/access/index.ts";
import type { Officer } from "../../../kernel/administration/index.ts";
import {
  BackLink,
  CopyButton,
  Facts,
  LinkButton,
  MoreLink,
  Note,
  Section,
  Select,
  Table,
  TextInput,
  useT,
} from "../../../kernel/ui/index.ts";
import { paths } from "../paths.ts";
import { ActButton, AdministrationForm, errorAt, type FormProps } from "./parts.tsx";

const newOfficerFields = ["username", "name", "email", "role", "office"] as const;
const roleFields = ["role", "office"] as const;

/** A role with the name of its office. */
export interface NamedRole {
  readonly role: OfficerRole;
  readonly office: string;
  /** Code of the office. */
  readonly code: string;
}

/** Everybody who can sign in as an officer. */
export function OfficerList({
  officers,
}: {
  readonly officers: readonly (Officer & { named: readonly NamedRole[] })[];
}) {
  const t = useT();
  return (
    <Section title={t("administration.tab.officers")} quietTitle>
      <p>
        <LinkButton href={paths.newOfficer} icon="plus">
          {t("administration.officer.add")}
        </LinkButton>
      </p>
      <Table
        caption={t("administration.tab.officers")}
        quietCaption
        columns={[
          { label: t("administration.officer.username") },
          { label: t("administration.officer.state") },
          { label: t("administration.officer.roles") },
        ]}
        rows={officers.map(({ username, state, named }) => [
          <a href={paths.officer(username)} key={username}>
            {username}
          </a>,
          t(`administration.state.${state}`),
          named.map(({ role, office }) => `${t(`console.role.${role}`)}, ${office}`).join("; ") || "–",
        ])}
      />
    </Section>
  );
}

/** A new officer: the account, a first role, and the link that comes of it. */
export function NewOfficer({ offices, ...form }: FormProps & { readonly offices: readonly Office[] }) {
  const t = useT();
  const { values } = form.state;
  return (
    <>
      <BackLink href={paths.officers}>{t("administration.officer.all")}</BackLink>
      <AdministrationForm
        {...form}
        id="petugas-baru"
        title={t("administration.officer.add")}
        action={paths.newOfficer}
        submit={t("administration.officer.make")}
        fields={newOfficerFields}
      >
        <TextInput
          name="username"
          label={t("administration.officer.username")}
          hint={t("administration.officer.username.hint")}
          error={errorAt(t, form.state, "username")}
          value={values["username"]}
          maxlength={40}
          autocomplete="off"
        />
        <TextInput
          name="name"
          label={t("administration.officer.name")}
          hint={t("administration.officer.name.hint")}
          error={errorAt(t, form.state, "name")}
          value={values["name"]}
          maxlength={100}
          autocomplete="off"
        />
        <TextInput
          name="email"
          label={t("administration.officer.email")}
          hint={t("administration.officer.email.hint")}
          error={errorAt(t, form.state, "email")}
          value={values["email"]}
          maxlength={254}
          autocomplete="off"
          type="email"
          optional
        />
        <RoleFields offices={offices} state={form.state} />
      </AdministrationForm>
    </>
  );
}

/** The link, this once: whoever loads the page again needs a new one. */
export function OfficerLinkPage(props: { readonly username: string; readonly url: string; readonly until: string }) {
  const t = useT();
  return (
    <Section title={t("administration.link.title", { username: props.username })}>
      <Note tone="warn" title={t("administration.link.once")}>
        {t("administration.link.how", { username: props.username, until: props.until })}
      </Note>
      <p>
        <b>{props.url}</b>
      </p>
      <p>
        <CopyButton text={props.url} label={t("administration.link.copy")} />
      </p>
      <p>
        <MoreLink href={paths.officer(props.username)}>
          {t("administration.link.back", { username: props.username })}
        </MoreLink>
      </p>
    </Section>
  );
}

export interface OfficerPageProps extends FormProps {
  readonly officer: Officer & { readonly named: readonly NamedRole[] };
  readonly offices: readonly Office[];
  /** It is the one who looks: nothing can be changed here. */
  readonly isOwn: boolean;
  /** A fresh idempotency key for each button. */
  readonly newKey: () => string;
}

/** One officer: roles, and what can be done with the account. */
export function OfficerPage({ officer, offices, isOwn, newKey, ...form }: OfficerPageProps) {
  const t = useT();
  const { username, state, named } = officer;
  const at = paths.officer(username);
  const { fault } = form.state;
  const isOfForm = fault?.field !== undefined && roleFields.some((field) => field === fault.field);
  return (
    <>
      <BackLink href={paths.officers}>{t("administration.officer.all")}</BackLink>
      {fault !== undefined && !isOfForm && (
        <Note tone="bad" live>
          {t(fault.message, fault.params)}
        </Note>
      )}
      <Section title={username}>
        <Facts facts={[{ label: t("administration.officer.state"), value: t(`administration.state.${state}`) }]} />
        {isOwn && <Note>{t("administration.officer.is-own")}</Note>}
        {named.length === 0 ? (
          <p>{t("administration.officer.no-role")}</p>
        ) : (
          <Table
            caption={t("administration.officer.roles")}
            columns={[
              { label: t("administration.role") },
              { label: t("administration.office") },
              ...(isOwn ? [] : [{ label: t("administration.act") }]),
            ]}
            rows={named.map(({ role, office, code }) => [
              t(`console.role.${role}`),
              office,
              ...(isOwn
                ? []
                : [
                    <ActButton
                      key={`${role} ${code}`}
                      csrf={form.csrf}
                      once={newKey()}
                      action={`${at}/peran/akhiri`}
                      label={t("administration.role.end")}
                      hidden={{ role, office: code }}
                    />,
                  ]),
            ])}
          />
        )}
      </Section>
      {!isOwn && state !== "disabled" && (
        <AdministrationForm
          {...form}
          state={isOfForm ? form.state : { values: {} }}
          id="peran-baru"
          title={t("administration.role.add")}
          action={`${at}/peran`}
          submit={t("administration.role.give")}
          fields={roleFields}
        >
          <RoleFields offices={offices} state={form.state} />
        </AdministrationForm>
      )}
      {!isOwn && <AccountActs at={at} csrf={form.csrf} newKey={newKey} isClosed={state === "disabled"} />}
    </>
  );
}

function AccountActs(props: {
  readonly at: string;
  readonly csrf: string;
  readonly newKey: () => string;
  readonly isClosed: boolean;
}) {
  const { at, csrf, newKey } = props;
  const t = useT();
  if (props.isClosed)
    return (
      <Section title={t("administration.account.open")}>
        <p>{t("administration.account.open.text")}</p>
        <ActButton csrf={csrf} once={newKey()} action={`${at}/buka`} label={t("administration.account.open.do")} />
      </Section>
    );
  return (
    <>
      <Section title={t("administration.account.link")}>
        <p>{t("administration.account.link.text")}</p>
        <ActButton csrf={csrf} once={newKey()} action={`${at}/tautan`} label={t("administration.account.link.do")} />
      </Section>
      <Section title={t("administration.account.close")}>
        <p>{t("administration.account.close.text")}</p>
        <ActButton
          csrf={csrf}
          once={newKey()}
          action={`${at}/tutup`}
          label={t("administration.account.close.do")}
          tone="bad"
        />
      </Section>
    </>
  );
}

function RoleFields({ offices, state }: { readonly offices: readonly Office[]; readonly state: FormProps["state"] }) {
  const t = useT();
  return (
    <>
      <Select
        name="role"
        label={t("administration.role")}
        prompt={t("administration.choose")}
        error={errorAt(t, state, "role")}
        value={state.values["role"]}
        options={officerRoles.map((role) => ({ value: role, label: t(`console.role.${role}`) }))}
      />
      <Select
        name="office"
        label={t("administration.office")}
        prompt={t("administration.choose")}
        error={errorAt(t, state, "office")}
        value={state.values["office"]}
        options={offices.map(({ code, name }) => ({ value: code, label: name }))}
      />
    </>
  );
}
