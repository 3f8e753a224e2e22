import { Button, Facts, FileInput, Fold, Note, Section, TextArea, useT } from "../../../kernel/ui/index.ts";

const answers = [
  ["valid", "ok", "transparency.verdict.valid", "transparency.verdict.valid.text"],
  ["not-a-receipt", "bad", "transparency.verdict.invalid", "transparency.why.not-a-receipt"],
  ["forged-signature", "bad", "transparency.verdict.invalid", "transparency.why.forged-signature"],
  ["not-in-book", "bad", "transparency.verdict.invalid", "transparency.why.not-in-book"],
  ["unknown-book", "warn", "transparency.verdict.cannot", "transparency.file.unknown-book"],
  ["too-few-witnesses", "warn", "transparency.verdict.cannot", "transparency.why.too-few-witnesses"],
  ["wrong-keys", "warn", "transparency.verdict.cannot", "transparency.file.wrong-keys"],
  ["nothing", "warn", "transparency.file.nothing", "transparency.file.nothing.text"],
] as const;

const said = [
  ["book", "transparency.entry.book"],
  ["place", "transparency.entry.place"],
  ["witnesses", "transparency.witness.title"],
] as const;

/** Checks receipts wherever it is opened: see browser/one-file/verifier.ts. `trusted`: keys of books, and whose witness is asked for. */
export function OneFilePage({ trusted }: { readonly trusted: string }) {
  const t = useT();
  return (
    <main class="wrap slim flow">
      <h1>{t("transparency.file.title")}</h1>
      <p class="lead">{t("transparency.file.lead")}</p>
      <noscript>
        <Note tone="warn" title={t("transparency.file.no-script")}>
          {t("transparency.file.no-script.text")}
        </Note>
      </noscript>
      <form class="flow">
        <FileInput
          name="berkas"
          label={t("transparency.file.choose")}
          hint={t("transparency.file.choose.hint")}
          accept=".tlog-proof,text/plain"
          multiple
          optional="quiet"
        />
        <Fold title={t("transparency.file.paste")}>
          <TextArea name="bukti" label={t("transparency.verify.text")} rows={6} optional="quiet" />
        </Fold>
        <Fold title={t("transparency.file.keys")}>
          <TextArea
            name="kunci"
            label={t("transparency.file.keys.label")}
            hint={t("transparency.file.keys.hint")}
            value={trusted}
            rows={6}
          />
        </Fold>
        <Button icon="check">{t("transparency.verify.check")}</Button>
      </form>
      <Section title={t("transparency.verify.answer")}>
        <div class="flow" role="status" data-results>
          <p class="meta">{t("transparency.file.none-yet")}</p>
        </div>
      </Section>
      <template>
        <div class="flow">
          <p data-name />
          {answers.map(([answer, tone, title, text]) => (
            <div key={answer} data-answer={answer} hidden>
              <Note tone={tone} title={t(title)}>
                {t(text)}
              </Note>
            </div>
          ))}
          <div class="flow" data-claims>
            <Facts facts={said.map(([what, label]) => ({ label: t(label), value: <span data-said={what} /> }))} />
            <pre class="raw" data-said="entry" />
          </div>
        </div>
      </template>
      <Note icon="lock" title={t("transparency.file.private")}>
        {t("transparency.file.private.text")}
      </Note>
    </main>
  );
}
