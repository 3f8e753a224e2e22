import { BackLink, Button, Csrf, Empty, Layout, Pagination, Rows, Tag, useT } from "../../../kernel/ui/index.ts";
import { menuHref } from "./me.tsx";

export interface InboxLine {
  readonly title: string;
  readonly text: string;
  readonly href: string | undefined;
  readonly when: string;
  readonly unread: boolean;
}

export interface InboxPageProps {
  readonly csrf: string;
  readonly messages: readonly InboxLine[];
  readonly unread: number;
  readonly newerHref?: string;
  readonly olderHref?: string;
}

/** Messages, newest first. */
export function InboxPage({ csrf, messages, unread, newerHref, olderHref }: InboxPageProps) {
  const t = useT();
  return (
    <Layout current={menuHref} width="slim">
      <BackLink href={menuHref}>{t("account.me.title")}</BackLink>
      <h1>{t("account.inbox.title")}</h1>
      {unread > 0 && (
        <form method="post" action="/saya/pesan/dibaca">
          <Csrf token={csrf} />
          <Button tone="line" icon="check">
            {t("account.inbox.mark-read")}
          </Button>
        </form>
      )}
      {messages.length === 0 ? (
        <Empty icon="bell" title={t("account.inbox.empty.title")} text={t("account.inbox.empty.text")} />
      ) : (
        <Rows
          rows={messages.map((message) => ({
            icon: "bell",
            title: message.title,
            notes: [message.text, message.when].filter((text) => text !== ""),
            href: message.href,
            tag: message.unread && <Tag icon="bell">{t("account.inbox.new")}</Tag>,
          }))}
        />
      )}
      <Pagination newerHref={newerHref} olderHref={olderHref} />
    </Layout>
  );
}
