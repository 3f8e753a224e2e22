import type { ComponentChildren } from "preact";
import type { CodePlace } from "../../../kernel/accounts/index.ts";
import {
  Fold,
  MoreLink,
  Note,
  QuestionLayout,
  questionTitleId,
  Rows,
  Section,
  TextInput,
  useT,
} from "../../../kernel/ui/index.ts";
import type { DemoSignIn } from "../demo.ts";

/** What both ways in have. */
export interface SignInProps {
  readonly csrf: string;
  readonly returnTo: string | undefined;
  /** The sentence for the field at fault. */
  readonly error?: string;
  /** A code is on its way already: the page where it is typed. */
  readonly codeHref?: string;
  /** Who is signed in on this device now. */
  readonly signedInAs?: "resident" | "officer";
  readonly demo?: DemoSignIn;
}

export interface ResidentSignInProps extends SignInProps {
  readonly phone: string;
  /** From where: "semua" for all devices; "" when nobody has just left. */
  readonly signedOut: string;
}

/** The one question to a resident: the phone number. */
export function ResidentSignIn(props: ResidentSignInProps) {
  const { csrf, returnTo, error, phone, demo, signedOut } = props;
  const t = useT();
  return (
    <QuestionLayout
      title={t("account.sign-in.title")}
      lead={t("account.sign-in.lead")}
      back={{ href: "/" }}
      errors={error === undefined ? [] : [{ field: "phone", text: error }]}
      isOneField
      form={{ action: "/masuk", csrf, submit: t("account.sign-in.send") }}
      after={
        <>
          <p>
            <MoreLink href={withReturn("/masuk/petugas", returnTo)}>{t("account.sign-in.officer")}</MoreLink>
          </p>
          <p>
            <MoreLink href="/lacak">{t("account.sign-in.guest")}</MoreLink>
          </p>
          {demo !== undefined && <DemoPeople demo={demo} returnTo={returnTo} />}
        </>
      }
    >
      {signedOut !== "" && (
        <Note tone="ok" live>
          {t(signedOut === "semua" ? "account.signed-out.everywhere" : "account.signed-out")}
        </Note>
      )}
      <Around {...props} />
      <TextInput
        name="phone"
        labelledBy={questionTitleId}
        hint={t("account.sign-in.hint")}
        error={error}
        type="tel"
        autocomplete="tel"
        maxlength={40}
        value={phone}
      />
    </QuestionLayout>
  );
}

export interface OfficerSignInProps extends SignInProps {
  readonly username: string;
  /** Only ever that of an invented officer. */
  readonly password: string;
}

/** The first factor of officers. */
export function OfficerSignIn(props: OfficerSignInProps) {
  const { csrf, returnTo, error, username, password, demo } = props;
  const t = useT();
  return (
    <QuestionLayout
      title={t("account.officer.title")}
      lead={t("account.officer.lead")}
      back={{ href: withReturn("/masuk", returnTo) }}
      errors={error === undefined ? [] : [{ field: "password", text: error }]}
      form={{ action: "/masuk/petugas", csrf, submit: t("ui.next") }}
      after={demo !== undefined && <DemoPeople demo={demo} returnTo={returnTo} officersFirst />}
    >
      <Around {...props} />
      <TextInput
        name="username"
        label={t("account.officer.username")}
        autocomplete="username"
        maxlength={254}
        value={username}
      />
      <TextInput
        name="password"
        label={t("account.officer.password")}
        error={error}
        type="password"
        autocomplete="current-password"
        maxlength={200}
        value={password}
      />
    </QuestionLayout>
  );
}

/** What stands above the fields. */
function Around({ returnTo, codeHref, signedInAs, error }: SignInProps) {
  const t = useT();
  return (
    <>
      {returnTo !== undefined && <input type="hidden" name="kembali" value={returnTo} />}
      {signedInAs !== undefined && (
        <Note title={t(`account.already.${signedInAs}`)}>
          {t("account.already.text")}{" "}
          <a href={signedInAs === "officer" ? "/konsol" : "/saya"}>{t("account.already.go")}</a>
        </Note>
      )}
      {error !== undefined && codeHref !== undefined && (
        <Note icon="chat">
          {t("account.code.sent-before")} <a href={codeHref}>{t("account.code.enter")}</a>
        </Note>
      )}
    </>
  );
}

export interface CodeProps {
  readonly csrf: string;
  readonly challengeId: string;
  readonly sentTo: string | null;
  readonly contactKind: CodePlace;
  readonly who: "resident" | "officer";
  readonly returnTo: string | undefined;
  /** Seconds until another code may be asked for; 0: now. */
  readonly wait: number;
  readonly sentAgain: boolean;
  /** At the field. */
  readonly error?: string;
  /** Not about what was typed. */
  readonly notice?: string;
  readonly demo: boolean;
}

/** Six digits: sent to the phone or by e-mail, or shown by the officer's authenticator app. */
export function CodePage(props: CodeProps) {
  const { csrf, challengeId, sentTo, contactKind, who, returnTo, wait, sentAgain, error, notice, demo } = props;
  const t = useT();
  const isSent = contactKind !== "authenticator";
  const backHref = withReturn(who === "officer" ? "/masuk/petugas" : "/masuk", returnTo);
  return (
    <QuestionLayout
      title={t("account.code.title")}
      lead={
        sentTo === null
          ? t(`account.code.lead.${contactKind}`)
          : t("account.code.lead.number", { number: sentTo.replaceAll(" ", "\u00a0") })
      }
      back={{ href: backHref, label: who === "officer" ? undefined : t("account.code.other-number") }}
      errors={error === undefined ? [] : [{ field: "code", text: error }]}
      isOneField
      form={{ action: "/masuk/kode", csrf, submit: t("account.code.submit") }}
      after={
        isSent && (
          <>
            {demo && (
              <Note icon="chat" title={t("account.code.demo.title")}>
                <a href="/demo/pesan">{t("account.code.demo.open")}</a>
              </Note>
            )}
            <Resend csrf={csrf} challengeId={challengeId} wait={wait} />
          </>
        )
      }
    >
      {sentAgain && (
        <Note tone="ok" live>
          {t("account.code.sent-again")}
        </Note>
      )}
      {notice !== undefined && (
        <Note tone="warn" live>
          {notice}
        </Note>
      )}
      <input type="hidden" name="challenge" value={challengeId} />
      <TextInput
        name="code"
        labelledBy={questionTitleId}
        hint={t(isSent ? "account.code.hint" : "account.code.hint.authenticator")}
        error={error}
        inputmode="numeric"
        autocomplete="one-time-code"
        maxlength={30}
        narrow
      />
    </QuestionLayout>
  );
}

function Resend({ csrf, challengeId, wait }: Pick<CodeProps, "csrf" | "challengeId" | "wait">) {
  const t = useT();
  return (
    <form class="flow" method="post" action="/masuk/kode/lagi">
      <input type="hidden" name="_csrf" value={csrf} />
      <input type="hidden" name="challenge" value={challengeId} />
      <p class="meta">{t("account.code.resend.hint")}</p>
      <div class="acts">
        <button
          class="btn line"
          type="submit"
          data-wait={wait}
          data-waiting={t("account.code.resend.waiting", { seconds: "{seconds}" })}
        >
          <span>{t("account.code.resend")}</span>
        </button>
      </div>
    </form>
  );
}

/** Invented accounts: pressing one fills the form. */
function DemoPeople(props: {
  readonly demo: DemoSignIn;
  readonly returnTo: string | undefined;
  readonly officersFirst?: boolean;
}) {
  const { demo, returnTo, officersFirst } = props;
  const t = useT();
  const residents = (
    <DemoList title={t("account.demo.residents")} folded={officersFirst === true} key="residents">
      <Rows
        rows={demo.residents.map(({ key, name, phone }) => ({
          href: withReturn(`/masuk?sebagai=${key}`, returnTo),
          icon: "user",
          title: name,
          notes: [t("account.demo.phone", { phone })],
        }))}
      />
    </DemoList>
  );
  const officers = (
    <DemoList title={t("account.demo.officers")} folded={officersFirst !== true} key="officers">
      <p>{t("account.demo.password", { password: demo.password })}</p>
      <Rows
        rows={demo.officers.map(({ key, name, role, office }) => ({
          href: withReturn(`/masuk/petugas?sebagai=${key}`, returnTo),
          icon: "idCard",
          title: `${name}, ${t(`account.role.${role}`)}`,
          notes: [office, t("account.demo.username", { username: key }), t(`account.demo.sees.${role}`)],
        }))}
      />
    </DemoList>
  );
  return (
    <>
      {officersFirst === true ? [officers, residents] : [residents, officers]}
      <MoreLink href="/demo/pesan" icon="chat">
        {t("account.demo.messages")}
      </MoreLink>
    </>
  );
}

/** Those the page is for are listed; the others wait in a fold. */
function DemoList(props: { readonly title: string; readonly folded: boolean; readonly children: ComponentChildren }) {
  const { title, folded, children } = props;
  return folded ? <Fold title={title}>{children}</Fold> : <Section title={title}>{children}</Section>;
}

function withReturn(path: string, returnTo: string | undefined): string {
  if (returnTo === undefined) return path;
  return `${path}${path.includes("?") ? "&" : "?"}kembali=${encodeURIComponent(returnTo)}`;
}
