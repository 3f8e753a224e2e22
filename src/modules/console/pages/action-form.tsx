import { QuestionFields } from "../../../kernel/forms/index.ts";
import { Button, Csrf, ErrorSummary, Note, Once, useScript, useT } from "../../../kernel/ui/index.ts";
import type { ActionForm } from "../actions.ts";

/** The questions of one action and the button that sends them. */
export function ActionFields({ form, csrf }: { readonly form: ActionForm; readonly csrf: string }) {
  const t = useT();
  // Photos are made smaller before they travel: an officer in the field has no better network than a resident.
  useScript("kernel/ui/browser/shrink.ts");
  return (
    <form
      class="flow"
      id="tindakan"
      method="post"
      action={form.href}
      enctype={form.files ? "multipart/form-data" : undefined}
      aria-label={form.label}
    >
      <Csrf token={csrf} />
      <Once value={form.once} />
      <input type="hidden" name="_revision" value={form.revision} />
      <ErrorSummary errors={form.errors.map(({ field, message, params }) => ({ field, text: t(message, params) }))} />
      {form.warning !== undefined && <Note tone="warn">{form.warning}</Note>}
      {form.questions.map((question) => (
        <QuestionFields
          key={question.name}
          question={question}
          entry={form.entry}
          errors={form.errors.filter(({ field }) => field === question.name || field.startsWith(`${question.name}.`))}
          context={form.context}
        />
      ))}
      <Button>{t("console.send", { label: form.label })}</Button>
    </form>
  );
}
