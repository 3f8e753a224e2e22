import { holdersOf, type OfficerRole, officeLine, officerRoles } from "./access/index.ts";
import { type Accounts, reachesInto } from "./accounts/index.ts";
import { type Case, type Cases, moduleOf, stateOf } from "./cases/index.ts";
import type { Commands, EventHandler } from "./command/index.ts";
import type { Crypto } from "./crypto/index.ts";
import type { Tx } from "./db/index.ts";
import { formatPublicCode, type Uuid } from "./ids/index.ts";
import type { Notify } from "./notify/index.ts";
import type { Privacy } from "./privacy/index.ts";
import type { Clock } from "./time/index.ts";
import type { Messages } from "./ui/index.ts";

/** Where who acts for somebody chooses for whom. */
const delegationsHref = "/saya/kuasa";

/**
 * Who is told what about a case, afterwards from the outbox: the owner when an action has a message, and who filed it for them while they may still
 * act for them; officers up the tree when time runs out.
 */
export function caseNews(deps: {
  readonly cases: () => Cases;
  readonly commands: Pick<Commands, "historyOf">;
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
        const { message } = action;
        const office = (await officeLine(tx, found.officeId))[0]?.name ?? "";
        const code = formatPublicCode(found.code);
        const { owner, delegate } = await concerned(tx, found, found.recipient);
        const tell = async ({ accountId, ...news }: { accountId: Uuid | undefined; key: string; link: string }) => {
          if (accountId === undefined) return;
          const lang = (await deps.accounts.langOf(tx, accountId)) ?? "id";
          await deps.notify.enqueue(tx, {
            to: { kind: "account", accountId },
            ...news,
            params: { code, sentence: deps.messages.t(lang, message, { code, office }) },
            lang: lang === "en" ? "en" : "id",
            caseId: found.id,
          });
        };
        await tell({ accountId: owner, key: "cases.news", link: `/kasus/${found.code}` });
        // Their own session does not see the case before they choose whom they act for.
        await tell({ accountId: delegate, key: "cases.delegated-news", link: delegationsHref });
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

  /**
   * The person a case is for, and who filed it for them if their delegation lives. Older cases were sealed with the account of who filed them: the
   * owner is found by the delegation, also by one that has ended.
   */
  async function concerned(
    tx: Tx,
    found: Case,
    ciphertext: Buffer,
  ): Promise<{ readonly owner: Uuid | undefined; readonly delegate: Uuid | undefined }> {
    const module = moduleOf(found.service);
    const isKnownAs = (accountId: Uuid, ref: string | null | undefined) =>
      deps.crypto.pseudonym(module, accountId) === ref;
    const sealed = await recipientOf(tx, found.id, found.owner, ciphertext);
    const known = await deps.accounts.delegationsOf(tx, sealed);
    const isOwn = isKnownAs(sealed, found.owner);
    const owner = isOwn ? sealed : known.received.find(({ from }) => isKnownAs(from, found.owner))?.from;
    if (owner === undefined) return { owner, delegate: undefined };
    const { given } = isOwn ? known : await deps.accounts.delegationsOf(tx, owner);
    const [submitted] = await deps.commands.historyOf(tx, "case", found.id);
    const now = deps.clock.now();
    const living = given.find(
      ({ to, scope, validFrom, validTo, revokedAt }) =>
        revokedAt === null &&
        validFrom <= now &&
        validTo > now &&
        reachesInto(scope, module) &&
        isKnownAs(to, submitted?.actorRef),
    );
    return { owner, delegate: living?.to };
  }

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
