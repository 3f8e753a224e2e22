import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Assets } from "./assets.ts";
import { UiContext } from "./context.ts";
import { type Lang, localeOf, type Translate } from "./i18n.ts";
import { type IconName, sprite } from "./icons.ts";
import type { Site } from "./site.ts";

export interface PageOptions {
  readonly lang: Lang;
  readonly t: Translate;
  readonly site: Site;
  readonly assets: Assets;
  /** Names this page alone; the place is added. */
  readonly title: string;
  /** Path and query of the request. */
  readonly path: string;
  /** Token of the form that ends acting for somebody else, for a reader who does so now. */
  readonly acting?: string | undefined;
  /** Up to which moment the page is true: said to one that follows streams (browser/parts/live.ts). */
  readonly moment?: number;
  /** One sentence for search engines and for a link shared by chat. */
  readonly description?: string;
  /** Absolute address or path of a picture for a shared link. */
  readonly image?: string;
  /** Whether search engines may list the page. Pages with personal data never are. */
  readonly listed?: boolean;
  /** `officer` adds the console's styles and keys. */
  readonly kind?: "resident" | "officer";
  /** Further sources below `src/`, e.g. `modules/reports/browser/map.ts`. */
  readonly scripts?: readonly string[];
  readonly styles?: readonly string[];
}

export const themeColor = "#064549";

const sources = {
  resident: { styles: ["kernel/ui/browser/resident.css"], scripts: ["kernel/ui/browser/resident.ts"] },
  officer: {
    styles: ["kernel/ui/browser/resident.css", "kernel/ui/browser/console.css"],
    scripts: ["kernel/ui/browser/resident.ts", "kernel/ui/browser/console.ts"],
  },
} as const;

/** A whole HTML document. The body is drawn first, because only then is it known which symbols it uses. */
export function renderPage(page: VNode, options: PageOptions): string {
  const icons = new Set<IconName>();
  const scripts = new Set<string>();
  const streams = new Set<string>();
  const { lang, t, site, path, acting } = options;
  const body = renderToString(
    <UiContext.Provider value={{ lang, t, site, path, acting, icons, scripts, streams }}>{page}</UiContext.Provider>,
  );
  const head = renderToString(<Head options={options} asked={scripts} />);
  const at = options.moment === undefined || streams.size === 0 ? "" : ` data-at="${options.moment}"`;
  return `<!doctype html><html lang="${localeOf(lang) === "en-GB" ? "en" : lang}"${at}>${head}<body>${sprite(icons)}${body}</body></html>`;
}

function Head({ options, asked }: { readonly options: PageOptions; readonly asked: ReadonlySet<string> }) {
  const { assets, site, t, description, image } = options;
  const kind = sources[options.kind ?? "resident"];
  const [pathname = "/"] = options.path.split("?");
  const title = t("ui.page.title", { title: options.title, place: site.place });
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="only light" />
      <title>{title}</title>
      {[...kind.styles, ...(options.styles ?? [])].map((source) => (
        <link key={source} rel="stylesheet" href={assets.url(source)} />
      ))}
      {[...new Set([...kind.scripts, ...(options.scripts ?? []), ...asked])].map((source) => (
        <script key={source} type="module" src={assets.url(source)} />
      ))}
      <meta name="theme-color" content={themeColor} />
      <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      <link rel="apple-touch-icon" href="/icon-192.png" />
      <link rel="manifest" href="/manifest.webmanifest" />
      <link rel="canonical" href={site.url + pathname} />
      {options.listed !== true && <meta name="robots" content="noindex" />}
      {description !== undefined && (
        <>
          <meta name="description" content={description} />
          <meta property="og:title" content={options.title} />
          <meta property="og:description" content={description} />
        </>
      )}
      {image !== undefined && <meta property="og:image" content={image.startsWith("/") ? site.url + image : image} />}
    </head>
  );
}
