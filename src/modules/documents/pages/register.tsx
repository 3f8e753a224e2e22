import { BackLink, Columns, Facts, Layout, MoreLink, Note, Slip, Stack, useT } from "../../../kernel/ui/index.ts";
import type { RegisterView } from "../views.ts";

const entrance = "/periksa-dokumen";

export interface RegisterPageProps {
  readonly view: RegisterView;
  /** As it stands in the address and in the code on the paper. */
  readonly code: string;
  readonly keysHref: string;
}

/** What the register says of a document; with the code of the paper behind "#" the reader's own device checks that, too. */
export function RegisterPage({ view, code, keysHref }: RegisterPageProps) {
  const t = useT();
  return (
    <Layout current="/buku-terbuka">
      <BackLink href={entrance}>{t("documents.check.title")}</BackLink>
      <Columns kind="side">
        <Stack>
          <h1>{t("documents.register.title")}</h1>
          <div data-register={view.standing}>
            <StandingNote view={view} />
          </div>
          <PaperCheck code={code} keysHref={keysHref} isValid={view.standing === "valid"} />
          <Facts facts={view.facts} />
          <p class="meta">{t("documents.register.compare")}</p>
          {view.entryHref !== undefined && (
            <MoreLink href={view.entryHref} icon="check">
              {t("documents.register.entry")}
            </MoreLink>
          )}
        </Stack>
        <Slip title={t("documents.register.code")} code={view.code}>
          {t("documents.register.same")}
        </Slip>
      </Columns>
    </Layout>
  );
}

/** How the document stands, with the way to the one that took its place. */
export function StandingNote({ view, live }: { readonly view: RegisterView; readonly live?: boolean }) {
  const t = useT();
  const { standing, replacedBy } = view;
  return (
    <Note
      tone={standing === "valid" ? "ok" : "bad"}
      title={t(`documents.standing.${standing}`)}
      live={live}
      action={
        replacedBy === undefined ? undefined : (
          <MoreLink href={replacedBy.href}>{t("documents.register.replaced", { code: replacedBy.code })}</MoreLink>
        )
      }
    >
      {view.text}
    </Note>
  );
}

const answers = [
  ["valid", "ok"],
  ["forged", "bad"],
  ["other-document", "bad"],
  ["malformed", "bad"],
  ["offline", "warn"],
] as const;

/** What the reader's device finds of the code that came with the address (browser/check-document.ts). Hidden until there is one. */
function PaperCheck(props: Pick<RegisterPageProps, "code" | "keysHref"> & { readonly isValid: boolean }) {
  const { code, keysHref, isValid } = props;
  const t = useT();
  return (
    <div class="flow" hidden data-check-document={code} data-keys={keysHref}>
      <div role="status">
        {answers.map(([answer, tone]) => (
          <div key={answer} data-answer={answer} hidden>
            <Note tone={tone === "ok" && !isValid ? "info" : tone} title={t(`documents.own.${answer}`)}>
              {t(`documents.own.${answer}.text`)}
            </Note>
          </div>
        ))}
      </div>
      <dl class="facts compared" data-compared />
    </div>
  );
}

/** No document has this code. */
export function UnknownPage() {
  const t = useT();
  return (
    <Layout current="/buku-terbuka">
      <BackLink href={entrance}>{t("documents.check.title")}</BackLink>
      <h1>{t("documents.register.title")}</h1>
      <Note tone="bad" title={t("documents.answer.invalid")}>
        {t("documents.register.unknown")}
      </Note>
    </Layout>
  );
}
