import {
  BackLink,
  Button,
  Csrf,
  Facts,
  FileInput,
  Layout,
  MoreLink,
  Note,
  Rows,
  Section,
  TextInput,
  useT,
} from "../../../kernel/ui/index.ts";
import type { RegisterView } from "../views.ts";
import { StandingNote } from "./register.tsx";

/** What came of a file. */
export interface FileAnswer {
  readonly answer: "valid" | "invalid" | "cannot";
  readonly why: "valid" | "revoked" | "superseded" | "no-pdf" | "not-ours" | "changed" | "not-kept";
  /** The document that it is, or that it says it is. */
  readonly view?: RegisterView;
}

export interface CheckPageProps {
  readonly csrf: string;
  readonly file?: FileAnswer;
  readonly asked?: string;
  /** Of several offices, by the same number. */
  readonly several?: readonly RegisterView[];
  readonly codeError?: string;
  readonly fileError?: string;
}

/** One entrance for whoever holds a document: camera, code, or file. */
export function CheckPage({ csrf, file, asked, several, codeError, fileError }: CheckPageProps) {
  const t = useT();
  return (
    <Layout current="/buku-terbuka">
      <BackLink href="/buku-terbuka">{t("documents.check.back")}</BackLink>
      <h1>{t("documents.check.title")}</h1>
      <p class="lead">{t("documents.check.lead")}</p>
      {file !== undefined && (
        <Section title={t("documents.check.answer")}>
          <Answer file={file} />
        </Section>
      )}
      {several !== undefined && (
        <Section title={t("documents.check.several")}>
          <Rows
            rows={several.map(({ code, facts }) => ({
              title: code,
              notes: facts.map(({ value }) => (typeof value === "string" ? value : "")),
              href: `/v/${code}`,
            }))}
          />
        </Section>
      )}
      <div hidden data-scan>
        <Section title={t("documents.check.by-camera")}>
          <p>{t("documents.check.camera.hint")}</p>
          <Button type="button" tone="full" icon="camera">
            {t("documents.check.scan")}
          </Button>
          <video class="scan" muted playsinline hidden />
          <div role="status">
            <div data-answer="none" hidden>
              <Note tone="warn">{t("documents.check.camera.none")}</Note>
            </div>
            <div data-answer="other" hidden>
              <Note tone="warn">{t("documents.check.camera.other")}</Note>
            </div>
          </div>
        </Section>
      </div>
      <Section title={t("documents.check.by-code")}>
        <form method="get" action="/periksa-dokumen" class="flow">
          <TextInput
            name="kode"
            label={t("documents.check.code")}
            hint={t("documents.check.code.hint")}
            value={asked}
            error={codeError}
            maxlength={90}
          />
          <Button tone="line">{t("documents.check.find")}</Button>
        </form>
      </Section>
      <Section title={t("documents.check.by-file")}>
        <form method="post" action="/periksa-dokumen" class="flow" enctype="multipart/form-data">
          <Csrf token={csrf} />
          <FileInput
            name="berkas"
            label={t("documents.check.file")}
            hint={t("documents.check.file.hint")}
            error={fileError}
            accept="application/pdf,.pdf"
          />
          <Button tone="line">{t("documents.check.send")}</Button>
        </form>
      </Section>
      <MoreLink href="/periksa">{t("documents.check.receipts")}</MoreLink>
    </Layout>
  );
}

function Answer({ file: { answer, why, view } }: { readonly file: FileAnswer }) {
  const t = useT();
  const tone = { valid: "ok", invalid: "bad", cannot: "warn" } as const;
  const isRegistered = view !== undefined && (why === "valid" || why === "revoked" || why === "superseded");
  return (
    <>
      {isRegistered ? (
        <StandingNote view={view} live />
      ) : (
        <Note tone={tone[answer]} title={t(`documents.answer.${answer}`)} live>
          {t(`documents.file.${why}`)}
        </Note>
      )}
      {view !== undefined && <Facts facts={view.facts} />}
    </>
  );
}
