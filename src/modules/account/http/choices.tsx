import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { csrfToken } from "../../../kernel/http/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { type Problem, problem, problemStatus } from "../../../kernel/result/index.ts";
import { zones } from "../domain/zones.ts";
import { type Choices, ChoicesPage, NamePage } from "../pages/choices.tsx";
import { textOf, textsOf } from "./form.ts";
import { channelsFor, readOwn, residentOf } from "./resident.ts";

const resident = { access: { kind: "resident" } } as const;
const longestName = 80;

/** How a resident wants to be called, in which language and by which ways. */
export function addChoiceRoutes(app: FastifyInstance, kernel: Kernel): void {
  const { accounts, notify, pages, cookies, db } = kernel;

  function sendName(request: FastifyRequest, reply: FastifyReply, name: string, fault?: Problem): FastifyReply {
    const t = pages.translator(request.visit.lang);
    if (fault !== undefined) reply.code(problemStatus[fault.type]);
    return pages.send(request, reply, {
      title: t("account.name.title"),
      body: (
        <NamePage
          csrf={csrfToken(residentOf(request).session.csrfSecret)}
          name={name}
          longest={longestName}
          error={fault === undefined ? undefined : t(fault.message, fault.params)}
        />
      ),
    });
  }

  app.get("/saya/nama", { config: resident }, async (request, reply) =>
    sendName(request, reply, (await readOwn(kernel, residentOf(request))).name ?? ""),
  );

  app.post("/saya/nama", { config: resident }, async (request, reply) => {
    const typed = textOf(request.body, "name", 500);
    const name = typed.normalize("NFC").replace(/\s+/g, " ").trim();
    // A name has a letter; what cannot be seen or turns the line around is none of it.
    const fits = /\p{L}/u.test(name) && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(name) && [...name].length <= longestName;
    if (!fits)
      return sendName(
        request,
        reply,
        typed,
        problem("validation-failed", "account.name.invalid", { field: "name", params: { most: longestName } }),
      );
    await db.transaction((tx) => accounts.setName(tx, residentOf(request).accountId, name));
    return reply.redirect("/saya?simpan=nama", 303);
  });

  async function sendChoices(
    request: FastifyRequest,
    reply: FastifyReply,
    chosen: Choices,
    fault?: Problem,
  ): Promise<FastifyReply> {
    const t = pages.translator(request.visit.lang);
    if (fault !== undefined) reply.code(problemStatus[fault.type]);
    const errors = fault?.errors ?? (fault === undefined ? [] : [{ field: fault.field ?? "", ...fault }]);
    return pages.send(request, reply, {
      title: t("account.choices.title"),
      body: (
        <ChoicesPage
          csrf={csrfToken(residentOf(request).session.csrfSecret)}
          chosen={chosen}
          channels={channelsFor(await readOwn(kernel, residentOf(request)))}
          zones={zones}
          errors={errors.map(({ field, message, params }) => ({ field, text: t(message, params) }))}
        />
      ),
    });
  }

  app.get("/saya/pilihan", { config: resident }, async (request, reply) => {
    const { channels: by, quiet } = await notify.preference(residentOf(request).accountId);
    return sendChoices(request, reply, {
      lang: request.visit.lang,
      channels: by,
      zone: quiet.zone,
      quietFrom: quiet.from,
      quietUntil: quiet.until,
    });
  });

  app.post("/saya/pilihan", { config: resident }, async (request, reply) => {
    const me = residentOf(request);
    const { body } = request;
    const chosen: Choices = {
      lang: textOf(body, "lang"),
      channels: textsOf(body, "channels").slice(0, 10),
      zone: textOf(body, "zone"),
      quietFrom: textOf(body, "quietFrom"),
      quietUntil: textOf(body, "quietUntil"),
    };
    const lang = pages.site.languages.find((known) => known === chosen.lang);
    if (lang === undefined || !zones.some(({ zone }) => zone === chosen.zone)) {
      const [field, message] =
        lang === undefined ? ["lang", "notify.preference.lang"] : ["zone", "notify.preference.zone"];
      return sendChoices(request, reply, chosen, problem("validation-failed", message, { field }));
    }
    const saved = await db.transaction((tx) => notify.setPreference(tx, me.accountId, { ...chosen, lang }));
    if (!saved.ok) return sendChoices(request, reply, chosen, saved.error);
    await accounts.setLang(me.session.id, lang);
    cookies.setLanguage(reply, lang);
    return reply.redirect("/saya?simpan=pilihan", 303);
  });
}
