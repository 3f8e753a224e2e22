import type { Case, CaseContent } from "../../kernel/cases/index.ts";
import type { Kernel } from "../../kernel/index.ts";
import type { Answers } from "../../kernel/services/index.ts";
import type { Fact } from "../../kernel/ui/index.ts";
import { factsOf, sealedQuestions } from "./case-pane.ts";
import type { Desk, Officer } from "./desk.ts";

/** What is sealed in a case, opened and with its questions, for the officer's page. */
export async function openPersonal(desk: Desk, found: Case): Promise<Fact[]> {
  const definition = desk.kernel.cases.definitionOf(found);
  const facts: Fact[] = [];
  for (const { content, answers } of await readSealed(desk.kernel, desk.officer, found))
    facts.push(...(await factsOf(desk, { ask: sealedQuestions(definition, content) }, answers)));
  return facts;
}

/**
 * Opens what is sealed in a case, with one line in the access log of the person it is about. Whether the officer may is for kernel/access to
 * say before. Guests stand in the log under a name made of their case alone.
 */
export async function readSealed(
  kernel: Kernel,
  officer: Officer,
  found: Case,
): Promise<readonly { readonly content: CaseContent; readonly answers: Answers }[]> {
  const contents = await kernel.cases.contents(found.id);
  const sealed = contents.flatMap((content) =>
    content.sealed === null ? [] : [{ content, ciphertext: content.sealed }],
  );
  if (sealed.length === 0) return [];
  const texts = await kernel.db.transaction((tx) =>
    kernel.privacy.read(tx, {
      actor: officer,
      officeId: found.officeId,
      purpose: "cases.handle",
      legalBasis: "public_task",
      subject: { kind: "pseudonym", pseudonym: found.owner ?? kernel.crypto.pseudonym("guest-case", found.id) },
      caseId: found.id,
      fields: sealed.map(({ content, ciphertext }) => ({
        table: "cases.content",
        rowId: content.id,
        column: "sealed",
        ciphertext,
      })),
    }),
  );
  return sealed.map(({ content }, index) => ({ content, answers: JSON.parse(texts[index] ?? "{}") as Answers }));
}
