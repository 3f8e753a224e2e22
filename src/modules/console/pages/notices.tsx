import { Button, Csrf, Empty, Rows, useT } from "../../../kernel/ui/index.ts";
import { paths } from "../frame.ts";
import { NextPage } from "./next-page.tsx";

export interface NoticesView {
  readonly rows: readonly {
    readonly id: string;
    readonly title: string;
    readonly text: string;
    readonly when: string;
    readonly href: string | undefined;
    readonly isNew: boolean;
  }[];
  readonly unread: number;
  readonly next: string | undefined;
}

/** What Balai told this officer: deadlines that come near, and those that passed. */
export function Notices(props: { readonly view: NoticesView; readonly csrf: string; readonly isLater: boolean }) {
  const { view, csrf, isLater } = props;
  const t = useT();
  return (
    <div class="flow">
      {view.unread > 0 && (
        <form method="post" action={paths.notices}>
          <Csrf token={csrf} />
          <Button tone="line" icon="check">
            {t("console.notices.read-all")}
          </Button>
        </form>
      )}
      {view.rows.length === 0 ? (
        <Empty icon="bell" title={t("console.notices.empty")} text={t("console.notices.empty.text")} />
      ) : (
        <Rows
          rows={view.rows.map(({ title, text, when, href, isNew }) => ({
            title: isNew ? t("console.notices.new", { title }) : title,
            notes: [text, when],
            icon: isNew ? "bell" : undefined,
            href,
          }))}
        />
      )}
      <NextPage path={paths.notices} name="sebelum" next={view.next} isLater={isLater} />
    </div>
  );
}
