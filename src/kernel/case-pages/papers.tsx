import type { Case } from "../cases/index.ts";
import type { Visit } from "../http/index.ts";
import type { CasePaper, Kernel } from "../index.ts";
import { Actions, LinkButton, MoreLink, Note } from "../ui/index.ts";

/** What all modules keep for a case, as this reader may see it. */
export async function papersFor(
  kernel: Kernel,
  found: Case,
  reader: Pick<Visit, "actor" | "lang">,
): Promise<readonly CasePaper[]> {
  const kept = await Promise.all(kernel.manifests.map(({ papers }) => papers?.(kernel, found, reader) ?? []));
  return kept.flat();
}

/** The papers of a case, each with what one can do with it. */
export function Papers({ papers }: { readonly papers: readonly CasePaper[] }) {
  return (
    <>
      {papers.map(({ title, text, tone, links }) => (
        <div key={text} class="flow">
          <Note tone={tone} icon={tone === "info" ? "clock" : undefined} title={`${title}.`}>
            {text}
          </Note>
          <Actions>
            {links.map(({ href, label, isFile }) =>
              isFile ? (
                <LinkButton key={href} href={href} icon="download" download>
                  {label}
                </LinkButton>
              ) : (
                <MoreLink key={href} href={href}>
                  {label}
                </MoreLink>
              ),
            )}
          </Actions>
        </div>
      ))}
    </>
  );
}
