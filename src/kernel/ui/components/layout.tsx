import type { ComponentChildren } from "preact";
import { useUi } from "../context.ts";
import { ActingBanner, type ActingWords } from "./acting-banner.tsx";
import { DemoBanner } from "./demo-banner.tsx";
import { Icon } from "./icon.tsx";
import { LanguageSwitch } from "./language-switch.tsx";

export interface LayoutProps {
  /** `href` of the menu line this page belongs to. */
  readonly current?: string;
  /** Under the roof, before the content: title and search of the front page. */
  readonly hero?: ComponentChildren;
  /** `slim` for reading and forms. */
  readonly width?: "wide" | "slim";
  /** Full-width bands after the content. */
  readonly after?: ComponentChildren;
  /** Of a page that knows for whom its reader acts. */
  readonly acting?: ActingWords | undefined;
  readonly children: ComponentChildren;
}

/** The frame of a resident's page: roof, menu, content, help. */
export function Layout({ current, hero, width = "wide", after, acting, children }: LayoutProps) {
  const { site, t } = useUi();
  return (
    <>
      <SkipLink />
      <DemoBanner />
      <header class="top">
        <div class="wrap bar">
          <Brand />
          <nav class="dock" aria-label={t("ui.menu")}>
            {site.menu.map((item) => (
              <a key={item.href} href={item.href} aria-current={item.href === current ? "page" : undefined}>
                <Icon name={item.icon} />
                <span>{t(item.label)}</span>
              </a>
            ))}
          </nav>
          <HelpLink />
        </div>
        {hero !== undefined && (
          <div class="wrap hero">
            <Icon name="mark" class="mark art" />
            {hero}
          </div>
        )}
      </header>
      <main id="isi" class={width === "slim" ? "wrap slim flow" : "wrap flow"} tabindex={-1}>
        <ActingBanner words={acting} />
        {children}
      </main>
      {after}
      <Foot docked />
    </>
  );
}

/** The first stop of the Tab key. */
export function SkipLink() {
  const { t } = useUi();
  return (
    <a class="skip" href="#isi">
      {t("ui.skip")}
    </a>
  );
}

export function Brand({ href = "/", place }: { readonly href?: string; readonly place?: string }) {
  const { site, t } = useUi();
  return (
    <a class="brand" href={href}>
      <Icon name="mark" class="mark" />
      <span>
        <b>{t("ui.brand")}</b>
        <small>{place ?? site.place}</small>
      </span>
    </a>
  );
}

export function HelpLink() {
  const { t } = useUi();
  return (
    <a class="help" href="#bantuan">
      <Icon name="help" />
      {t("ui.help")}
    </a>
  );
}

/** Help, the promise about fees, languages. `docked` leaves room for the menu at the foot of phones. */
export function Foot({ docked }: { readonly docked?: boolean }) {
  const { site, t } = useUi();
  return (
    <footer class={docked === true ? "foot docked" : "foot"} id="bantuan">
      <div class="wrap">
        <h2>{t("ui.help.title")}</h2>
        <ul class="helps">
          {site.help.map((line) => (
            <li key={line.href}>
              <a href={line.href}>
                <Icon name={line.icon} />
                <span>
                  <b>{t(line.title)}</b> {t(line.text)}
                </span>
              </a>
            </li>
          ))}
        </ul>
        <p>
          {t("ui.levy.text")} {site.levyHref !== undefined && <a href={site.levyHref}>{t("ui.levy.report")}</a>}
        </p>
        {site.dataHref !== undefined && (
          <p>
            <a href={site.dataHref}>{t("ui.data")}</a>
          </p>
        )}
        <LanguageSwitch />
      </div>
    </footer>
  );
}
