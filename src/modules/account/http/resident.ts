import type { FastifyRequest } from "fastify";
import type { Actor } from "../../../kernel/access/index.ts";
import type { Session } from "../../../kernel/http/index.ts";
import type { Uuid } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { type Channel, channels } from "../../../kernel/notify/index.ts";
import { maskPhone, type SealedField } from "../../../kernel/privacy/index.ts";

/** Who asks, on a route that only residents may call. */
export interface Resident {
  readonly accountId: Uuid;
  readonly session: Session;
  readonly actor: Actor;
}

export function residentOf(request: FastifyRequest): Resident {
  const { session, actor } = request.visit;
  if (session === undefined || session.accountId === null || actor.kind !== "resident")
    throw new Error("a page for residents without a resident");
  return { accountId: session.accountId, session, actor };
}

export interface OwnData {
  readonly name: string | null;
  readonly contacts: readonly { readonly kind: "phone" | "email"; readonly text: string }[];
}

/** What the account holds of its holder, opened for themselves. */
export async function readOwn(kernel: Kernel, resident: Resident): Promise<OwnData> {
  const { accounts, privacy, db } = kernel;
  return db.transaction(async (tx) => {
    const name = await accounts.nameOf(tx, resident.accountId);
    const contacts = await accounts.contactsOf(tx, resident.accountId);
    const fields: SealedField[] = [...contacts.map(({ field }) => field), ...(name === null ? [] : [name])];
    const texts = await privacy.read(tx, {
      actor: resident.actor,
      officeId: null,
      purpose: "accounts.show-own",
      legalBasis: "contract",
      subject: { kind: "account", accountId: resident.accountId },
      caseId: null,
      fields,
    });
    return {
      name: name === null ? null : (texts.at(-1) ?? null),
      contacts: contacts.map(({ kind }, index) => ({ kind, text: texts[index] ?? "" })),
    };
  });
}

/** The ways of messages that reach somebody with these contacts. */
export function channelsFor(own: OwnData): readonly Channel[] {
  const kinds = new Set(own.contacts.map(({ kind }) => kind));
  return channels.filter((channel) => kinds.has(channel === "email" ? "email" : "phone"));
}

/** Purpose of knowing the other side of a delegation. */
export const delegationPurpose = "account.delegation";

/**
 * How the other side of a delegation is called. Whoever gave the right is known by name to the one who got it; who got it is called by their
 * number with its middle hidden, as the giver typed it: else a number of anybody could be turned into a name. The other person sees in their
 * access log that it was read. Null when they are gone.
 */
export async function readOther(
  kernel: Kernel,
  resident: Resident,
  otherId: Uuid,
  side: "giver" | "receiver",
): Promise<string | null> {
  const { accounts, privacy, db } = kernel;
  return db.transaction(async (tx) => {
    const name = side === "giver" ? await accounts.nameOf(tx, otherId) : null;
    const phone = (await accounts.contactsOf(tx, otherId)).find(({ kind }) => kind === "phone")?.field;
    const field = name ?? phone;
    if (field === undefined) return null;
    const [text = ""] = await privacy.read(tx, {
      actor: resident.actor,
      officeId: null,
      purpose: delegationPurpose,
      legalBasis: "consent",
      subject: { kind: "account", accountId: otherId },
      caseId: null,
      fields: [field],
    });
    return name === null ? maskPhone(text) : text;
  });
}
