import type { FastifyInstance } from "fastify";
import type { Kernel } from "../../../kernel/index.ts";
import { createDemoBox, type DemoMessage } from "../../../kernel/notify/index.ts";
import { parsePhone } from "../../../kernel/phone/index.ts";
import { createFormats } from "../../../kernel/ui/index.ts";
import { DemoBoxPage } from "../pages/demo-box.tsx";
import { textOf } from "./form.ts";

const everyone = { access: { kind: "public" } } as const;
const shown = 50;
/** How far back messages of one recipient are looked for. */
const searched = 500;

/** What would have gone out by SMS, WhatsApp and e-mail. Only for a demo: it shows codes to whoever asks. */
export function addDemoBox(app: FastifyInstance, kernel: Kernel): void {
  const box = createDemoBox(kernel);

  async function messagesFor(recipient: string): Promise<readonly DemoMessage[]> {
    if (recipient === "") return box.list(shown);
    const wanted = parsePhone(recipient) ?? recipient.trim().toLowerCase();
    return (await box.list(searched)).filter((message) => message.recipient === wanted).slice(0, shown);
  }

  app.get("/demo/pesan", { config: everyone }, async (request, reply) => {
    const { lang } = request.visit;
    const t = kernel.pages.translator(lang);
    const recipient = textOf(request.query, "untuk");
    const zone = kernel.calendars.zoneOf(kernel.config.rootRegion).iana;
    return kernel.pages.send(request, reply, {
      title: t("account.box.title"),
      body: (
        <DemoBoxPage
          messages={await messagesFor(recipient)}
          recipient={recipient}
          formats={createFormats(lang, zone)}
          siteUrl={kernel.config.url}
        />
      ),
    });
  });

  app.get("/demo/pesan.json", { config: everyone }, async (request, reply) => {
    reply.header("cache-control", "no-store");
    return messagesFor(textOf(request.query, "untuk"));
  });
}
