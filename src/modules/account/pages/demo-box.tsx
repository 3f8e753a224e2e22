import type { DemoMessage } from "../../../kernel/notify/index.ts";
import { Card, Empty, type Formats, Layout, MoreLink, Note, SearchBox, Tag, useT } from "../../../kernel/ui/index.ts";

export interface DemoBoxProps {
  readonly messages: readonly DemoMessage[];
  /** As typed; "" for all. */
  readonly recipient: string;
  readonly formats: Formats;
  /** Links to this installation become links of the page. */
  readonly siteUrl: string;
}

/** Every message that would have gone out, newest first. */
export function DemoBoxPage({ messages, recipient, formats, siteUrl }: DemoBoxProps) {
  const t = useT();
  return (
    <Layout width="slim">
      <h1>{t("account.box.title")}</h1>
      <p class="lead">{t("account.box.lead")}</p>
      <MoreLink href="/masuk/kode">{t("account.box.to-code")}</MoreLink>
      <SearchBox
        action="/demo/pesan"
        name="untuk"
        label={t("account.box.search")}
        value={recipient}
        button={t("account.box.filter")}
      />
      {messages.length === 0 ? (
        <Empty icon="chat" title={t("account.box.empty.title")} text={t("account.box.empty.text")} />
      ) : (
        messages.map((message) => (
          <Card key={message.deliveryId}>
            <Tag icon="chat">{t(`account.channel.${message.channel}`)}</Tag>
            <h2 class="h">{message.subject}</h2>
            <Body text={message.body} siteUrl={siteUrl} />
            <p class="meta">
              {t("account.box.to", { recipient: message.recipient, when: formats.moment(message.createdAt) })}
            </p>
          </Card>
        ))
      )}
      <Note>{t("account.box.kept")}</Note>
    </Layout>
  );
}

/** The lines of a message; a line that is an address of ours can be followed. */
function Body({ text, siteUrl }: { readonly text: string; readonly siteUrl: string }) {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return (
    <>
      {lines.map((line) => (
        <p key={line}>{line.startsWith(`${siteUrl}/`) ? <a href={line.slice(siteUrl.length)}>{line}</a> : line}</p>
      ))}
    </>
  );
}
