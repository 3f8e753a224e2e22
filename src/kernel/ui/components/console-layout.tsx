import type { ComponentChildren } from "preact";
import { useT } from "../context.ts";
import type { IconName } from "../icons.ts";
import { DemoBanner } from "./demo-banner.tsx";
import { Icon } from "./icon.tsx";
import { Brand, SkipLink } from "./layout.tsx";

export interface ConsoleMenuItem {
  readonly href: string;
  readonly icon: IconName;
  /** Translated. */
  readonly label: string;
  readonly count?: number;
}

export interface ShortcutKey {
  readonly keys: readonly string[];
  readonly label: string;
}

export interface ConsoleLayoutProps {
  readonly title: string;
  readonly office: string;
  readonly person: { readonly name: string; readonly role: string; readonly href: string };
  readonly menu: readonly ConsoleMenuItem[];
  readonly current: string;
  /** Search and filters beside the title. */
  readonly tools?: ComponentChildren;
  /** The open case. On a tablet it stands below the list, on a phone instead of it. */
  readonly pane?: { readonly title: string; readonly closeHref: string; readonly content: ComponentChildren };
  /** Keys besides those every list has. */
  readonly keys?: readonly ShortcutKey[];
  /** "Diperbarui 09.42 · 42 kasus" */
  readonly status?: string;
  /** The list or the figures. */
  readonly children: ComponentChildren;
}

/** The officer's desk: rail, tools, list, pane, keys. */
export function ConsoleLayout(props: ConsoleLayoutProps) {
  const { title, office, person, menu, current, tools, pane, keys = [], status, children } = props;
  const t = useT();
  const shortcuts: readonly ShortcutKey[] = [
    { keys: ["J", "K"], label: t("ui.keys.move") },
    { keys: ["Enter"], label: t("ui.keys.open") },
    ...keys,
    { keys: ["/"], label: t("ui.keys.search") },
    { keys: ["?"], label: t("ui.keys.all") },
  ];
  return (
    <div class={pane === undefined ? "desk" : "desk open"}>
      <SkipLink />
      <DemoBanner />
      <nav class="rail" aria-label={t("ui.menu.officer")}>
        <Brand href="/konsol" place={office} />
        {menu.map((item) => (
          <a
            key={item.href}
            href={item.href}
            aria-current={item.href === current ? "page" : undefined}
            title={item.label}
          >
            <Icon name={item.icon} />
            <span>{item.label}</span>
            {item.count !== undefined && <span class="num">{item.count}</span>}
          </a>
        ))}
        <a class="last" href={person.href}>
          <Icon name="user" />
          <span>
            {person.name}
            <small>{person.role}</small>
          </span>
        </a>
      </nav>
      <header class="tools">
        <h1 class="h">{title}</h1>
        {tools}
      </header>
      <main class="work">
        <section class="inbox" id="isi" tabindex={-1} aria-label={title}>
          {children}
        </section>
        {pane !== undefined && (
          <aside class="pane flow" id="kasus" tabindex={-1} aria-label={pane.title}>
            <a class="back" href={pane.closeHref} data-key="Escape">
              <Icon name="back" />
              {t("ui.pane.close")}
            </a>
            {pane.content}
          </aside>
        )}
      </main>
      <footer class="keys">
        {shortcuts.map((shortcut) => (
          <span key={shortcut.label}>
            {shortcut.keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
            {shortcut.label}
          </span>
        ))}
        {status !== undefined && <span class="meta">{status}</span>}
      </footer>
      <dialog id="tombol" aria-label={t("ui.keys.title")}>
        <h2>{t("ui.keys.title")}</h2>
        <dl class="facts">
          {shortcuts.map((shortcut) => (
            <div key={shortcut.label}>
              <dt>
                {shortcut.keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{shortcut.label}</dd>
            </div>
          ))}
        </dl>
        <label class="pick">
          <input type="checkbox" data-keys-off />
          <span>{t("ui.keys.off")}</span>
        </label>
        <form method="dialog">
          <button class="btn line" type="submit">
            {t("ui.close")}
          </button>
        </form>
      </dialog>
    </div>
  );
}
