import { useUi } from "../context.ts";

/** Says on every page of a demo that people and cases are invented. Nothing in production. */
export function DemoBanner() {
  const { site, t } = useUi();
  if (site.demo === undefined) return null;
  return (
    <aside class="demo" aria-label={t("ui.demo.label")}>
      <p class="wrap">
        <b>{t("ui.demo.title")}</b> <span class="x">{t("ui.demo.text")}</span>{" "}
        <span>
          <a href={site.demo.accountsHref}>{t("ui.demo.accounts")}</a>{" "}
          <a href={site.demo.messagesHref}>{t("ui.demo.messages")}</a>
        </span>
      </p>
    </aside>
  );
}
