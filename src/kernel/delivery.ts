import type { Accounts, CodeMessage } from "./accounts/index.ts";
import type { Config } from "./config/index.ts";
import type { Database, Queryable, Tx } from "./db/index.ts";
import {
  type Channel,
  type ChannelAdapter,
  type ContactRef,
  channels,
  createDemoBox,
  createSmtpAdapter,
  type Notify,
} from "./notify/index.ts";
import type { Privacy, SealedField, Subject } from "./privacy/index.ts";
import type { Clock } from "./time/index.ts";

/** Which adapters this installation sends by: the demo's message box, or SMTP where it is configured. */
export function adaptersOf(config: Config, db: Database, clock: Clock): readonly ChannelAdapter[] {
  const smtp = config.smtpUrl === undefined ? [] : [createSmtpAdapter({ url: config.smtpUrl, from: senderOf(config) })];
  if (config.env === "production") return smtp;
  const box = createDemoBox({ db, clock });
  return [box.adapter("sms"), box.adapter("whatsapp"), ...(smtp.length > 0 ? smtp : [box.adapter("email")])];
}

function senderOf(config: Config): string {
  return `Balai <no-reply@${new URL(config.url).hostname}>`;
}

/** Message of a one-time code. */
const codeKey = "notify.code";

/** Puts a one-time code on its way, in the transaction that makes it. */
export function codeSender(notify: () => Notify): (tx: Tx, message: CodeMessage) => Promise<void> {
  return async (tx, message) => {
    await notify().enqueue(tx, {
      to: {
        kind: "sealed-contact",
        channel: message.contactKind === "email" ? "email" : "sms",
        contact: message.contact,
      },
      key: codeKey,
      params: { code: message.code },
      lang: message.lang === "en" ? "en" : "id",
      urgency: "code",
      expiresAt: message.expiresAt,
    });
  };
}

/** The channels an account has a contact for; nothing is opened. */
export function channelsByContact(
  accounts: () => Accounts,
): (db: Queryable, accountId: string) => Promise<readonly Channel[]> {
  return async (db, accountId) => {
    const contacts = await accounts().contactsOf(db, accountId);
    return channels.filter((channel) => contacts.some(({ kind }) => kind === contactKindOf(channel)));
  };
}

function contactKindOf(channel: Channel): "email" | "phone" {
  return channel === "email" ? "email" : "phone";
}

/** Opens a contact at the moment of sending, with its line in the access log. */
export function contactOpener(deps: {
  db: Database;
  privacy: Privacy;
  accounts: () => Accounts;
}): (ref: ContactRef) => Promise<string | undefined> {
  const { db, privacy } = deps;
  return async (ref) => {
    const contact = ref.kind === "sealed-contact" ? ref.contact : await contactFor(ref.accountId, ref.channel);
    if (contact === undefined) return undefined;
    const subject: Subject =
      ref.kind === "account"
        ? { kind: "account", accountId: ref.accountId }
        : await deps.accounts().subjectOf(db.query, contact);
    const [text] = await db.transaction((tx) =>
      privacy.read(tx, {
        actor: { kind: "system", job: "notify" },
        officeId: null,
        action: "send",
        purpose: ref.about === codeKey ? "accounts.send-code" : "accounts.send-message",
        legalBasis: "public_task",
        subject,
        caseId: ref.caseId,
        fields: [contact],
      }),
    );
    return text;
  };

  async function contactFor(accountId: string, channel: Channel): Promise<SealedField | undefined> {
    const contacts = await deps.accounts().contactsOf(db.query, accountId);
    return contacts.find((contact) => contact.kind === contactKindOf(channel))?.field;
  }
}
