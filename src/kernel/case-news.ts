import { holdersOf, type OfficerRole, officeLine, officerRoles } from "./access/index.ts";
import type { Accounts } from "./accounts/index.ts";
import { type Cases, stateOf } from "./cases/index.ts";
import type { EventHandler } from "./command/index.ts";
import type { Crypto } from "./crypto/index.ts";
import type { Tx } from "./db/index.ts";
import { formatPublicCode, type Uuid } from "./ids/index.ts";
import type { Notify } from "./notify/index.ts";
import type { Privacy } from "./privacy/index.ts";
import type { Clock } from "./time/index.ts";
import type { Messages } from "./ui/index.ts";

/**
 * Who is told what about a case, afterwards from the outbox: the owner when an action has a message, officers up the tree when time runs out.
 */
export function caseNews(deps: {
  readonly cases: () => Cases;
  readonly accounts: Accounts;
  readonly notify: Notify;
  readonly privacy: Privacy;
  readonly crypto: Crypto;
  readonly messages: Messages;
  readonly clock: Clock;
}): readonly EventHandler[] {
  return [
    {
      on: "case.advanced",
      name: "cases.tell-owner",
      async handle(tx, event) {
        const found = await deps.cases().find(String(event.payload.caseId), tx);
        if (found === undefined || found.recipient === null) return;
        const action = stateOf(deps.cases().definitionOf(found), String(event.payload.from)).may[
          String(event.payload.action)
        ];
        if (action?.message === undefined) return;
        const accountId = await recipientOf(tx, found.id, found.owner, found.recipient);
        const lang = (await deps.accounts.langOf(tx, accountId)) ?? "id";
        const office = (await officeLine(tx, found.officeId))[0]?.name ?? "";
        const code = formatPublicCode(found.code);
        await deps.notify.enqueue(tx, {
          to: { kind: "account", accountId },
          key: "cases.news",
          params: { code, sentence: deps.messages.t(lang, action.message, { code, office }) },
          lang: lang === "en" ? "en" : "id",
          caseId: found.id,
          link: `/kasus/${found.code}`,
        });
      },
    },
    {
      on: "case.warned",
      name: "cases.tell-officers",
      async handle(tx, event) {
        const found = await deps.cases().find(String(event.payload.caseId), tx);
        const role = officerRoles.find((known): known is OfficerRole => known === event.payload.role);
        if (found === undefined || role === undefined) return;
        const line = await officeLine(tx, found.officeId);
        // A short tree ends at its root: what should go higher goes to the top.
        const office = line[Math.min(Number(event.payload.up), line.length - 1)];
        if (office === undefined) return;
        const percent = Number(event.payload.percent);
        for (const accountId of await holdersOf(tx, office.id, role, deps.clock.now())) {
          const lang = (await deps.accounts.langOf(tx, accountId)) ?? "id";
          await deps.notify.enqueue(tx, {
            to: { kind: "account", accountId },
            key: percent >= 100 ? "cases.notice.late" : "cases.notice.soon",
            params: { code: formatPublicCode(found.code), percent },
            lang: lang === "en" ? "en" : "id",
            caseId: found.id,
            link: `/konsol/kasus/${found.code}`,
          });
        }
      },
    },
  ];

  async function recipientOf(tx: Tx, caseId: Uuid, owner: string | null, ciphertext: Buffer): Promise<Uuid> {
    const [accountId] = await deps.privacy.read(tx, {
      actor: { kind: "system", job: "cases.news" },
      officeId: null,
      purpose: "cases.notify",
      legalBasis: "public_task",
      subject: { kind: "pseudonym", pseudonym: owner ?? deps.crypto.pseudonym("guest-case", caseId) },
      caseId,
      fields: [{ table: "cases.case", rowId: caseId, column: "recipient", ciphertext }],
    });
    return accountId ?? "";
  }
}
