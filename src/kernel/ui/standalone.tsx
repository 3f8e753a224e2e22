import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { UiContext } from "./context.ts";
import { type Lang, localeOf, type Translate } from "./i18n.ts";
import { type IconName, sprite } from "./icons.ts";
import type { Site } from "./site.ts";

export interface StandaloneOptions {
  readonly lang: Lang;
  readonly t: Translate;
  readonly site: Site;
  readonly title: string;
  /** Texts, not addresses. Without an end tag of their element in them. */
  readonly style: string;
  readonly script: string;
  /** Content-Security-Policy of the file: that nothing is fetched holds because of it. */
  readonly policy: string;
}

/** One HTML document that needs nothing beside itself: to be kept, mailed, and opened from a folder. */
export function renderStandalone(page: VNode, options: StandaloneOptions): string {
  const icons = new Set<IconName>();
  const { lang, t, site, title, style, script, policy } = options;
  const ui = {
    lang,
    t,
    site,
    path: "/",
    acting: undefined,
    icons,
    scripts: new Set<string>(),
    streams: new Set<string>(),
  };
  const body = renderToString(<UiContext.Provider value={ui}>{page}</UiContext.Provider>);
  const head = renderToString(
    <head>
      <meta charset="utf-8" />
      <meta httpEquiv="content-security-policy" content={policy} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="only light" />
      <title>{t("ui.page.title", { title, place: site.place })}</title>
      <style dangerouslySetInnerHTML={{ __html: style }} />
    </head>,
  );
  return `<!doctype html><html lang="${localeOf(lang) === "en-GB" ? "en" : lang}">${head}<body>${sprite(icons)}${body}<script>${script}</script></body></html>\n`;
}
