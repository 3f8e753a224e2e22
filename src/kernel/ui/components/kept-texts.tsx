import { useT } from "../context.ts";
import { Section } from "./section.tsx";

/** What somebody wrote and we could not take, to copy it from the page; nothing when there is nothing. */
export function KeptTexts({ texts }: { readonly texts: readonly string[] }) {
  const t = useT();
  if (texts.length === 0) return null;
  return (
    <Section title={t("ui.kept")}>
      {texts.map((text) => (
        <blockquote key={text}>{text}</blockquote>
      ))}
    </Section>
  );
}
