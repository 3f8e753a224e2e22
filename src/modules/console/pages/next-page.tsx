import { Icon, useT } from "../../../kernel/ui/index.ts";

export interface NextPageProps {
  /** Address of the first page. */
  readonly path: string;
  /** Name in the address of the cursor. */
  readonly name: string;
  readonly next: string | undefined;
  /** A further page is shown. */
  readonly isLater: boolean;
}

/** The ways on in a keyset list that is not by date: to its beginning, and further. */
export function NextPage({ path, name, next, isLater }: NextPageProps) {
  const t = useT();
  if (!isLater && next === undefined) return null;
  const further = `${path}${path.includes("?") ? "&" : "?"}${name}=${encodeURIComponent(next ?? "")}`;
  return (
    <nav class="pages" aria-label={t("ui.pages.label")}>
      {isLater && (
        <a class="link" href={path}>
          <Icon name="back" />
          {t("console.page.first")}
        </a>
      )}
      {next !== undefined && (
        <a class="link older" href={further} rel="next">
          {t("console.page.next")}
          <Icon name="next" />
        </a>
      )}
    </nav>
  );
}
