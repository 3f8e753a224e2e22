import type { ComponentChildren } from "preact";
import { useT } from "../context.ts";
import { Icon } from "./icon.tsx";

export interface TrailStep {
  readonly state: "done" | "now" | "next";
  /** What happened or will happen, and who does it. */
  readonly title: string;
  readonly text?: ComponentChildren;
  /** "Jumat, 20 Nov, 08.14" */
  readonly when?: string;
  /** Where anyone can check that it was written down then and not changed since. */
  readonly proofHref?: string;
}

export interface TrailProps {
  readonly steps: readonly TrailStep[];
  /** "Bagaimana jika lewat 27 Nov?" with its answer. */
  readonly late?: { readonly question: string; readonly answer: string };
  /** Shows every step; otherwise old ones are folded when there are more than six. */
  readonly all?: boolean;
}

const visibleSteps = 6;

/** What was done, what happens now, what comes next. */
export function Trail({ steps, late, all }: TrailProps) {
  const t = useT();
  const tooMany = all === true ? 0 : Math.max(0, steps.length - visibleSteps);
  const done = steps.filter((step) => step.state === "done").length;
  // The last two done steps stay in sight: they explain what happens now.
  const folded = Math.max(0, Math.min(tooMany, done - 2));
  return (
    <div class="flow">
      {folded > 0 && (
        <details>
          <summary>{t("ui.trail.earlier", { count: folded })}</summary>
          <ol class="trail">{steps.slice(0, folded).map(stepItem)}</ol>
        </details>
      )}
      <ol class="trail">{steps.slice(folded).map(stepItem)}</ol>
      {late !== undefined && (
        <details>
          <summary>{late.question}</summary>
          <p>{late.answer}</p>
        </details>
      )}
    </div>
  );
}

function stepItem(step: TrailStep, index: number) {
  return <Step key={index} {...step} />;
}

function Step({ state, title, text, when, proofHref }: TrailStep) {
  const t = useT();
  return (
    <li class={state === "done" ? undefined : state} aria-current={state === "now" ? "step" : undefined}>
      <span class="dot">
        {state === "done" && <Icon name="check" />}
        {state === "now" && <Icon name="clock" />}
      </span>
      <h3>{state === "done" ? title : t(`ui.trail.${state}`, { title })}</h3>
      {text !== undefined && <p>{text}</p>}
      {when !== undefined && (
        <span class="meta">
          {when}
          {proofHref !== undefined && (
            <>
              {" · "}
              <a href={proofHref} aria-label={`${t("ui.trail.proof")}: ${title}`}>
                {t("ui.trail.proof")}
              </a>
            </>
          )}
        </span>
      )}
    </li>
  );
}
