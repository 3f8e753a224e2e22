import type { Lang } from "./i18n.ts";
import type { IconName } from "./icons.ts";

/** A line of the main menu. `label` is a message key. */
export interface MenuItem {
  readonly href: string;
  readonly icon: IconName;
  readonly label: string;
}

/** A way to reach a person, shown at the foot of every page. `title` and `text` are message keys. */
export interface HelpLine {
  readonly href: string;
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
}

/** The emergency number 112, free from every phone. */
export const emergencyHelp: HelpLine = {
  href: "tel:112",
  icon: "phone",
  title: "ui.help.emergency.title",
  text: "ui.help.emergency.text",
};

/** Coming in person; `href` leads to the offices and their hours. */
export function visitHelp(href: string): HelpLine {
  return { href, icon: "office", title: "ui.help.visit.title", text: "ui.help.visit.text" };
}

/** What is the same on every page of an installation. Built once by the app, which knows the modules. */
export interface Site {
  /** "Kota Surabaya" */
  readonly place: string;
  /** How people reach this instance, without a slash at the end. */
  readonly url: string;
  /** At most four: more do not fit a thumb at 360 px. */
  readonly menu: readonly MenuItem[];
  readonly help: readonly HelpLine[];
  readonly languages: readonly Lang[];
  /** Where to report an illegal levy; the sentence is left out without it. */
  readonly levyHref?: string;
  /** Where the figures and lists that everyone may have can be taken out. */
  readonly dataHref?: string;
  /** Where a session that acts for somebody else ends that, and where it sees for whom. */
  readonly acting?: { readonly stopHref: string; readonly whoHref: string };
  /** Shows the banner that says that people and cases are invented. */
  readonly demo?: { readonly accountsHref: string; readonly messagesHref: string };
}

/** Address that shows `path` in another language. The server remembers the choice and sends the person back without the query. */
export function languageHref(lang: Lang, path: string): string {
  const [base = "/", query = ""] = path.split("?");
  const kept = new URLSearchParams(query);
  kept.delete("lang");
  kept.append("lang", lang);
  return `${base}?${kept}`;
}
