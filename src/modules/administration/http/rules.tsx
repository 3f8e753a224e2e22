import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Office } from "../../../kernel/access/index.ts";
import type { RoutedService } from "../../../kernel/administration/index.ts";
import { newId } from "../../../kernel/ids/index.ts";
import type { Kernel } from "../../../kernel/index.ts";
import { problemStatus } from "../../../kernel/result/index.ts";
import { dayInWords } from "../../../kernel/time/index.ts";
import type { Desk, Shell } from "../../console/index.ts";
import { administratorOf, type FormState, valuesOf } from "../form.ts";
import { AdministrationPage } from "../pages/parts.tsx";
import { Rules, type RulesView } from "../pages/rules.tsx";
import { paths } from "../paths.ts";

const operators = { access: { kind: "officer", action: "installation.operate" } } as const;

/** Routing rules of every service that has some. */
export function addRulePages(app: FastifyInstance, kernel: Kernel, shell: Shell): void {
  const { administration, regions } = kernel;

  app.get(paths.rules, { config: operators }, (request, reply) => show(request, reply));

  app.post(paths.rules, { config: operators }, async (request, reply) => {
    const desk = await shell.open(request);
    const values = valuesOf(request, ["service", "key", "region", "office", "from", "source"]);
    const from = values.from === "" ? undefined : values.from;
    const set = await administration.setRules(administratorOf(desk, request), [{ ...values, from }]);
    if (!set.ok) return show(request, reply, { service: values.service, state: { values, fault: set.error } });
    return reply.redirect(`${paths.rules}?sudah=1`, 303);
  });

  app.post(paths.endRule, { config: operators }, async (request, reply) => {
    const desk = await shell.open(request);
    const values = valuesOf(request, ["service", "key", "region"]);
    const ended = await administration.endRule(administratorOf(desk, request), values);
    if (!ended.ok) return show(request, reply, { service: values.service, state: { values: {}, fault: ended.error } });
    return reply.redirect(`${paths.rules}?sudah=1`, 303);
  });

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    posted?: { readonly service: string; readonly state: FormState },
  ): Promise<FastifyReply> {
    const desk = await shell.open(request);
    const [routed, offices] = await Promise.all([administration.routing(), administration.offices()]);
    const names = await regions.fullNames(routed.flatMap(({ rules }) => rules.map(({ region }) => region)));
    const services = routed.map((service) => viewOf(service, offices, names, desk));
    // A service that is none has no form to show the fault at: the first one's stands for it.
    const known = services.some(({ service }) => service === posted?.service);
    const shown = posted === undefined || known ? posted : { ...posted, service: services[0]?.service ?? "" };
    const fault = posted?.state.fault;
    if (fault !== undefined) reply.code(problemStatus[fault.type]);
    const saved = typeof request.query === "object" && request.query !== null && "sudah" in request.query;
    return shell.send(request, reply, desk, {
      title: desk.t("administration.menu"),
      current: paths.officers,
      body: (
        <AdministrationPage current={paths.rules} saved={saved && fault === undefined}>
          <Rules services={services} offices={offices} csrf={desk.csrf} posted={shown} newKey={() => newId()} />
        </AdministrationPage>
      ),
    });
  }
}

function viewOf(
  { service, title, keys, rules }: RoutedService,
  offices: readonly Office[],
  names: ReadonlyMap<string, string>,
  { t, zone }: Desk,
): RulesView {
  const officeNames = new Map(offices.map(({ id, name }) => [id, name]));
  const labels = new Map(keys.map(({ value, label }) => [value, t(label)]));
  return {
    service,
    title: t(title),
    keys: keys.map(({ value, label }) => ({ value, label: t(label) })),
    rules: rules.map(({ key, region, officeId, from, source }) => ({
      key,
      about: labels.get(key) ?? key,
      region,
      place: names.get(region) ?? region,
      office: officeNames.get(officeId) ?? "",
      from: dayInWords(t, new Date(`${from}T00:00:00Z`), zone),
      source,
    })),
    without: keys.filter(({ value }) => !rules.some(({ key }) => key === value)).map(({ label }) => t(label)),
  };
}
