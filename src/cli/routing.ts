import { parseArgs } from "node:util";
import type { RuleInput } from "../kernel/administration/index.ts";
import { newId } from "../kernel/ids/index.ts";
import type { Kernel } from "../kernel/index.ts";
import type { Result } from "../kernel/result/index.ts";
import type { Translate } from "../kernel/ui/index.ts";
import { type Command, fail, wrongCall } from "./command.ts";
import { readTable } from "./read-table.ts";
import { sentenceFor, terminalTexts } from "./terminal.ts";
import { withKernel } from "./with-kernel.ts";

const columns = ["service", "key", "region", "office", "from", "source"] as const;

type Words =
  | { readonly act: "list" }
  | { readonly act: "import"; readonly file: string }
  | { readonly act: "set"; readonly rule: RuleInput }
  | { readonly act: "end"; readonly rule: { service: string; key: string; region: string; on?: string } };

/** `balai routing list | set SERVICE KEY REGION OFFICE | end SERVICE KEY REGION | import FILE`: which office gets which cases. */
export const routingCommand: Command = async (config, args) => {
  const t = terminalTexts(process.env);
  const words = readWords(args);
  if (words === undefined) return wrongCall(t("administration.command.routing.how"));
  if (words.act === "list") return withKernel(config, (kernel) => list(kernel, t));
  if (words.act === "end") return withKernel(config, (kernel) => end(kernel, t, words.rule));
  const rules = words.act === "set" ? { ok: true as const, value: [words.rule] } : readRules(words.file, t);
  if (!rules.ok) return fail(rules.error);
  return withKernel(config, async ({ administration }) => {
    const done = await administration.setRules({ kind: "terminal", key: newId() }, rules.value);
    if (!done.ok) return fail(sentenceFor(t, done.error));
    console.log(t("administration.command.routing.set", { set: done.value.set, same: done.value.same }));
    return 0;
  });
};

function readWords(args: readonly string[]): Words | undefined {
  const options = { from: { type: "string" }, source: { type: "string" }, on: { type: "string" } } as const;
  try {
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [act, ...words] = positionals;
    const { from, source, on } = values;
    const [service, key, region, office] = words;
    if (act === "list" && words.length === 0) return { act };
    if (act === "import" && words.length === 1 && service !== undefined) return { act, file: service };
    if (service === undefined || key === undefined || region === undefined) return undefined;
    if (act === "end" && words.length === 3) return { act, rule: { service, key, region, on } };
    if (act === "set" && words.length === 4 && office !== undefined)
      return { act, rule: { service, key, region, office, from, source } };
    return undefined;
  } catch {
    return undefined;
  }
}

function readRules(file: string, t: Translate): Result<RuleInput[], string> {
  const read = readTable(file, columns, t);
  if (!read.ok) return read;
  const rules = read.value.map(({ line, fields }) => ({
    line,
    service: fields.service.trim(),
    key: fields.key.trim(),
    region: fields.region.trim(),
    office: fields.office.trim(),
    from: fields.from.trim() === "" ? undefined : fields.from.trim(),
    source: fields.source,
  }));
  return { ok: true, value: rules };
}

async function end(
  { administration }: Kernel,
  t: Translate,
  rule: Extract<Words, { act: "end" }>["rule"],
): Promise<number> {
  const done = await administration.endRule({ kind: "terminal", key: newId() }, rule);
  if (!done.ok) return fail(sentenceFor(t, done.error));
  console.log(t(`administration.command.routing.end.${done.value ? "done" : "same"}`));
  return 0;
}

async function list({ administration }: Kernel, t: Translate): Promise<number> {
  const [services, offices] = await Promise.all([administration.routing(), administration.offices()]);
  const codes = new Map(offices.map(({ id, code }) => [id, code]));
  for (const { service, keys, rules } of services) {
    for (const { key, region, officeId, from, source } of rules)
      console.log(
        `${service}  ${key}  ${region}  ${codes.get(officeId) ?? "?"}  ${from}  ${source ?? t("administration.rule.no-source")}`,
      );
    const without = keys.filter(({ value }) => !rules.some(({ key }) => key === value)).map(({ value }) => value);
    if (without.length > 0)
      console.log(t("administration.command.routing.without", { service, keys: without.join(", ") }));
  }
  return 0;
}
