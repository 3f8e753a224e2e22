import { useT } from "../context.ts";
import { Actions, LinkButton } from "./button.tsx";
import { House } from "./icon.tsx";
import { Layout } from "./layout.tsx";
import { Note } from "./note.tsx";

/** Kept on the phone by the service worker and shown when there is no connection. Holds nothing personal. */
export function OfflinePage() {
  const t = useT();
  return (
    <Layout width="slim">
      <House icon="offline" />
      <h1>{t("ui.offline.title")}</h1>
      <p class="lead">{t("ui.offline.text")}</p>
      <Actions>
        {/* An empty address is the page itself: this page stands in for the one that could not be reached. */}
        <LinkButton href="">{t("ui.offline.retry")}</LinkButton>
      </Actions>
      <Note
        tone="bad"
        icon="phone"
        action={
          <a class="link" href="tel:112">
            {t("ui.emergency.call")}
          </a>
        }
      >
        {t("ui.emergency.text")}
      </Note>
    </Layout>
  );
}
