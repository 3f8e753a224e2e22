import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Lang, Translate } from "./i18n.ts";
import type { IconName } from "./icons.ts";
import type { Site } from "./site.ts";

/** What every component of a page knows. */
export interface Ui {
  readonly lang: Lang;
  readonly t: Translate;
  readonly site: Site;
  /** Path and query of this page, for the language switch and the way back. */
  readonly path: string;
  /** Token of the form that ends acting for somebody else; undefined: the reader acts for themselves. */
  readonly acting: string | undefined;
  /** Symbols drawn so far; the page inlines exactly these. */
  readonly icons: Set<IconName>;
  /** Sources of scripts that components on this page asked for; the page loads exactly these. */
  readonly scripts: Set<string>;
  /** Addresses of the event streams that the page follows. */
  readonly streams: Set<string>;
}

export const UiContext = createContext<Ui | undefined>(undefined);

/** The page being rendered. Throws outside renderPage: a component without a page is a bug. */
export function useUi(): Ui {
  const ui = useContext(UiContext);
  if (ui === undefined) throw new Error("a component was rendered outside renderPage");
  return ui;
}

/** The translator of the page being rendered. */
export function useT(): Translate {
  return useUi().t;
}

/** Asks for a script by its source below `src/`, e.g. `modules/reports/browser/map.ts`. */
export function useScript(source: string): void {
  useUi().scripts.add(source);
}
