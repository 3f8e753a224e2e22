import { useT } from "../context.ts";
import { Icon } from "./icon.tsx";

export interface PaginationProps {
  readonly newerHref?: string;
  readonly olderHref?: string;
}

/** Keyset pages: there is no page 7, only newer and older. Nothing is drawn when all fits on one page. */
export function Pagination({ newerHref, olderHref }: PaginationProps) {
  const t = useT();
  if (newerHref === undefined && olderHref === undefined) return null;
  return (
    <nav class="pages" aria-label={t("ui.pages.label")}>
      {newerHref !== undefined && (
        <a class="link" href={newerHref} rel="prev">
          <Icon name="back" />
          {t("ui.pages.newer")}
        </a>
      )}
      {olderHref !== undefined && (
        <a class="link older" href={olderHref} rel="next">
          {t("ui.pages.older")}
          <Icon name="next" />
        </a>
      )}
    </nav>
  );
}
