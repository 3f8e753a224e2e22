import type { ComponentChildren } from "preact";
import { useT } from "../context.ts";
import { ActingBanner } from "./acting-banner.tsx";
import { Actions, BackLink, Button } from "./button.tsx";
import { DemoBanner } from "./demo-banner.tsx";
import { ErrorSummary, type SummarisedError } from "./error-summary.tsx";
import { questionTitleId } from "./field.tsx";
import { Csrf, Once } from "./hidden-fields.tsx";
import { Brand, Foot, HelpLink, SkipLink } from "./layout.tsx";

export interface QuestionLayoutProps {
  /** The one question, at most six words. A lone field may point to it with `labelledBy={questionTitleId}`. */
  readonly title: string;
  readonly lead?: string;
  readonly back: { readonly href: string; readonly label?: string };
  /** "Laporan", 3, 5: shown as "Laporan · langkah 3 dari 5". */
  readonly step?: StepProps;
  readonly errors?: readonly SummarisedError[];
  /** The question has one field only. */
  readonly isOneField?: boolean;
  readonly form: {
    readonly action: string;
    readonly csrf: string;
    /** Idempotency key of what the form does. */
    readonly once?: string;
    /** The form carries files. */
    readonly files?: boolean;
    /** Label of the full button; "Lanjut" when not said. */
    readonly submit?: string;
    /** Adds "Simpan, lanjutkan nanti", which posts there without checks. */
    readonly laterAction?: string;
  };
  /** Under the form: fee, deadline, warnings. */
  readonly after?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page with one question and no menu, so that nothing leads away. The button stays in reach. */
export function QuestionLayout(props: QuestionLayoutProps) {
  const { title, lead, back, step, errors = [], form, after, children } = props;
  const t = useT();
  return (
    <>
      <SkipLink />
      <DemoBanner />
      <header class="top">
        <div class="wrap bar">
          <Brand />
          <HelpLink />
        </div>
      </header>
      <main id="isi" class="wrap slim flow" tabindex={-1}>
        <ActingBanner />
        <BackLink href={back.href}>{back.label ?? t("ui.back")}</BackLink>
        {step !== undefined && <Steps {...step} />}
        <ErrorSummary errors={errors} isAlone={props.isOneField} />
        <h1 id={questionTitleId}>{title}</h1>
        {lead !== undefined && <p class="lead">{lead}</p>}
        <form
          class="flow"
          method="post"
          action={form.action}
          enctype={form.files === true ? "multipart/form-data" : undefined}
        >
          <Csrf token={form.csrf} />
          {form.once !== undefined && <Once value={form.once} />}
          {children}
          <Actions stick>
            <Button>{form.submit ?? t("ui.next")}</Button>
          </Actions>
          {form.laterAction !== undefined && (
            <Button tone="line" formaction={form.laterAction} formnovalidate>
              {t("ui.later")}
            </Button>
          )}
        </form>
        {after}
      </main>
      <Foot />
    </>
  );
}

export interface StepProps {
  readonly what: string;
  readonly now: number;
  readonly of: number;
}

/** Where in the form the person is. */
export function Steps({ what, now, of }: StepProps) {
  const t = useT();
  return (
    <div>
      <p class="meta">{t("ui.step", { what, now, of })}</p>
      <div class="steps" aria-hidden="true">
        {Array.from({ length: of }, (_, index) => (
          <i key={index} class={index < now ? "on" : undefined} />
        ))}
      </div>
    </div>
  );
}
