import type { ComponentChildren } from "preact";

export interface Fact {
  readonly label: string;
  readonly value: ComponentChildren;
}

/** Names and values beside each other. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Answers of a form before it is sent, each with its way back. */
export interface Answer extends Fact {
  readonly changeHref?: string;
  readonly changeLabel?: string;
}

export function Answers({ answers, change }: { readonly answers: readonly Answer[]; readonly change: string }) {
  return (
    <dl class="facts answers">
      {answers.map((answer) => (
        <div key={answer.label}>
          <dt>{answer.label}</dt>
          <dd>{answer.value}</dd>
          {answer.changeHref !== undefined && (
            <dd class="change">
              <a class="link" href={answer.changeHref}>
                {change}
                <span class="vh"> {answer.label}</span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
