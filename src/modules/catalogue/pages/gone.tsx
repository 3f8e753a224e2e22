import type { FastifyReply, FastifyRequest } from "fastify";
import type { Kernel } from "../../../kernel/index.ts";
import { Actions, House, Layout, LinkButton, useT } from "../../../kernel/ui/index.ts";

/** Answers that this form is no longer there, and where to begin again. */
export function gonePage(kernel: Kernel, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const t = kernel.pages.translator(request.visit.lang);
  return kernel.pages.send(request, reply.code(410), { title: t("catalogue.gone.title"), body: <Gone /> });
}

function Gone() {
  const t = useT();
  return (
    <Layout width="slim">
      <House icon="clock" />
      <h1>{t("catalogue.gone.title")}</h1>
      <p class="lead">{t("catalogue.gone.text")}</p>
      <p>{t("catalogue.gone.sent")}</p>
      <Actions>
        <LinkButton href="/layanan">{t("catalogue.gone.again")}</LinkButton>
        <LinkButton href="/lacak" tone="line" icon="search">
          {t("catalogue.track.open")}
        </LinkButton>
      </Actions>
    </Layout>
  );
}
