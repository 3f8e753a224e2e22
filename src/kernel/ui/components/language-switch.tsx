import { useUi } from "../context.ts";
import { languageNames } from "../i18n.ts";
import { languageHref } from "../site.ts";

/** The same page in another language. Each name is written in its own language. */
export function LanguageSwitch() {
  const { lang, site, path, t } = useUi();
  if (site.languages.length < 2) return null;
  return (
    <ul class="fine" aria-label={t("ui.language")}>
      {site.languages.map((other) => (
        <li key={other}>
          <a
            href={languageHref(other, path)}
            lang={other}
            hreflang={other}
            rel="nofollow"
            aria-current={other === lang ? "true" : undefined}
          >
            {languageNames[other]}
          </a>
        </li>
      ))}
    </ul>
  );
}
