import { useUi } from "../context.ts";
import { Button } from "./button.tsx";
import { Csrf } from "./hidden-fields.tsx";
import { Note } from "./note.tsx";

/** What a page knows of the person for whom its reader acts; others do without, because each reading of a name is logged. */
export interface ActingWords {
  readonly name: string;
  readonly text: string;
}

/** On every page of a session that acts for somebody else: hard to overlook, easy to end. */
export function ActingBanner({ words }: { readonly words?: ActingWords | undefined }) {
  const { site, t, acting } = useUi();
  if (acting === undefined || site.acting === undefined) return null;
  return (
    <Note
      tone="warn"
      icon="family"
      title={t("ui.acting.title", { name: words?.name ?? t("ui.acting.somebody") })}
      action={
        <form method="post" action={site.acting.stopHref}>
          <Csrf token={acting} />
          <Button tone="line">{t("ui.acting.stop")}</Button>
        </form>
      }
    >
      {words?.text ?? t("ui.acting.text")} <a href={site.acting.whoHref}>{t("ui.acting.who")}</a>
    </Note>
  );
}
