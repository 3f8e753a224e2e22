import type { ComponentChildren } from "preact";
import { useT } from "../context.ts";
import { Actions, LinkButton } from "./button.tsx";
import { House } from "./icon.tsx";
import { Layout } from "./layout.tsx";

export interface ErrorPageProps {
  readonly status: number;
  readonly requestId: string;
  /** What went wrong in this case; a sentence for the status when not said. */
  readonly text?: string;
  readonly action?: ComponentChildren;
  /** What stands between the sentence and the way on. */
  readonly children?: ComponentChildren;
}

const worded = new Set([400, 401, 403, 404, 409, 410, 413, 415, 422, 429, 500, 503, 507]);

/** Message keys of the title and the sentence for a status. */
export function errorKeys(status: number): { readonly title: string; readonly text: string } {
  const known = worded.has(status) ? status : status < 500 ? 400 : 500;
  return { title: `ui.error.${known}.title`, text: `ui.error.${known}.text` };
}

/** What happened, what the person can do, and a number that finds it in the log. */
export function ErrorPage({ status, requestId, text, action, children }: ErrorPageProps) {
  const t = useT();
  const keys = errorKeys(status);
  return (
    <Layout width="slim">
      <House icon={status >= 500 ? "warn" : "search"} tone={status >= 500 ? "bad" : undefined} />
      <h1>{t(keys.title)}</h1>
      <p class="lead">{text ?? t(keys.text)}</p>
      {children}
      <Actions>
        {action}
        <LinkButton href="/" tone={action === undefined ? "full" : "line"} icon="home">
          {t("ui.home")}
        </LinkButton>
      </Actions>
      {/* Whoever mistyped an address needs no number; what broke on our side can be found by it. */}
      <details open={status >= 500}>
        <summary>{t("ui.error.id")}</summary>
        <p class="meta">
          {t("ui.error.id.text")} <span class="num">{requestId}</span>
        </p>
      </details>
    </Layout>
  );
}
