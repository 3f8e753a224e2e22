import type { ComponentChildren } from "preact";
import { useT } from "../context.ts";
import type { IconName } from "../icons.ts";
import { DemoBanner } from "./demo-banner.tsx";
import { Icon } from "./icon.tsx";
import { Brand, SkipLink } from "./layout.tsx";
import { Live } from "./live.tsx";

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
  /** Keys besides those every list has: those of the open case, which they follow. */
  readonly keys?: readonly ShortcutKey[];
  /** "Diperbarui 09.42 · 42 kasus" */
  readonly status?: string;
  /** Address of an event stream: menu, list, pane and status follow it. */
  readonly events?: string;
  /** The list or the figures. */
  readonly children: ComponentChildren;
}

/** The officer's desk: rail, tools, list, pane, keys. */
export function ConsoleLayout(props: ConsoleLayoutProps) {
  const { title, office, person, menu, current, tools, pane, keys = [], status, events, children } = props;
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
        <Following events={events} id="menu">
          {menu.map((item) => (
            <a
              key={item.href}
              href={item.href}
              aria-current={item.href === current ? "page" : undefined}
              title={item.label}
            >
              <Icon name={item.icon} />
              <span>{item.label}</span>
              {item.count !== undefined && <span class={item.count === 0 ? "num zero" : "num"}>{item.count}</span>}
            </a>
          ))}
        </Following>
        <a class="last" href={person.href} title={`${person.name}, ${person.role}`}>
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
          <Following events={events} id="daftar">
            {children}
          </Following>
        </section>
        {pane !== undefined && (
          <aside class="pane flow" id="kasus" tabindex={-1} aria-label={pane.title}>
            <a class="back" href={pane.closeHref} data-key="Escape">
              <Icon name="back" />
              {t("ui.pane.close")}
            </a>
            <Following events={events} id="rincian">
              {pane.content}
            </Following>
          </aside>
        )}
      </main>
      <footer class="keys">
        <Following events={events} id="tombol-kini">
          {shortcuts.map((shortcut) => (
            <span key={shortcut.label}>
              {shortcut.keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
              {shortcut.label}
            </span>
          ))}
        </Following>
        {status !== undefined && (
          <span class="meta" id="status" data-live={events}>
            {status}
          </span>
        )}
      </footer>
      <dialog id="tombol" aria-label={t("ui.keys.title")}>
        <h2>{t("ui.keys.title")}</h2>
        <Following events={events} id="tombol-semua">
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
        </Following>
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

/** The same box with and without events, so that it looks the same. */
function Following(props: {
  readonly events: string | undefined;
  readonly id: string;
  readonly children: ComponentChildren;
}) {
  const { events, id, children } = props;
  if (events === undefined) return <div class={boxOf(id)}>{children}</div>;
  return (
    <Live events={events} id={id} plain={id !== "rincian"}>
      {children}
    </Live>
  );
}

function boxOf(id: string): string {
  return id === "rincian" ? "flow" : "plain";
}
