import { createTransport } from "nodemailer";
import { err, ok } from "../result/index.ts";
import type { ChannelAdapter, SendFault } from "./channel.ts";

export interface SmtpSettings {
  /** smtp://user:password@host:587 or smtps://… */
  readonly url: string;
  /** Sender, e.g. "Balai <no-reply@kota.go.id>". */
  readonly from: string;
  /** Longest silence of the server, in ms; 10 s when absent. */
  readonly silenceMs?: number;
}

const defaultSilenceMs = 10_000;

/**
 * E-mail by SMTP, as plain text. The Message-ID is made of the delivery's id: should a crash make us send again, mailboxes see
 * the same mail. Answers of class 5 are final, but for those about us (530–538: not signed in) rather than the recipient.
 */
export function createSmtpAdapter(settings: SmtpSettings): ChannelAdapter {
  const silence = settings.silenceMs ?? defaultSilenceMs;
  const transport = createTransport({
    url: settings.url,
    connectionTimeout: silence,
    greetingTimeout: silence,
    socketTimeout: silence,
    dnsTimeout: silence,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^>\s]+)/.exec(settings.from)?.[1] ?? "localhost";
  return {
    channel: "email",
    async send(message) {
      try {
        await transport.sendMail({
          from: settings.from,
          to: { name: "", address: message.to },
          subject: message.subject,
          text: message.body,
          messageId: `<${message.id}@${domain}>`,
          // Holiday notices and other robots do not answer robots (RFC 3834).
          headers: { "Auto-Submitted": "auto-generated" },
        });
        return ok({ providerId: `${message.id}@${domain}` });
      } catch (error) {
        return err(faultOf(error));
      }
    },
    close: () => transport.close(),
  };
}

function faultOf(error: unknown): SendFault {
  if (!(error instanceof Error)) return { retryable: true, reason: "smtp-unknown" };
  if ("responseCode" in error && typeof error.responseCode === "number" && error.responseCode >= 400) {
    const aboutUs = error.responseCode >= 530 && error.responseCode <= 538;
    return { retryable: error.responseCode < 500 || aboutUs, reason: `smtp-${error.responseCode}` };
  }
  const code = "code" in error && typeof error.code === "string" ? error.code : "unknown";
  // An address that no server would take (nothing before the @) never left the house.
  return { retryable: code !== "EENVELOPE", reason: `smtp-${code.toLowerCase()}` };
}
