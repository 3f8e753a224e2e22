import type { AttributeSource } from "../../kernel/cases/index.ts";
import type { Kernel } from "../../kernel/index.ts";

/** The name on the account of the person for whom the actor acts; nothing for people without an account. */
export function fullName(kernel: Kernel): AttributeSource {
  return async (tx, actor) => {
    if (actor.kind !== "resident") return undefined;
    const accountId = actor.actingFor ?? actor.accountId;
    const sealed = await kernel.accounts.nameOf(tx, accountId);
    if (sealed === null) return undefined;
    const [value] = await kernel.privacy.read(tx, {
      actor,
      officeId: null,
      purpose: "population.prefill",
      legalBasis: "public_task",
      subject: { kind: "account", accountId },
      caseId: null,
      fields: [sealed],
    });
    return value === undefined ? undefined : { value, at: kernel.clock.now().toISOString() };
  };
}
