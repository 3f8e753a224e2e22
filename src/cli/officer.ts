import { parseArgs } from "node:util";
import type { Administrator, OfficerLink } from "../kernel/administration/index.ts";
import { newId } from "../kernel/ids/index.ts";
import type { Kernel } from "../kernel/index.ts";
import type { Problem, Result } from "../kernel/result/index.ts";
import { momentInWords } from "../kernel/time/index.ts";
import type { Translate } from "../kernel/ui/index.ts";
import { type Command, fail, wrongCall } from "./command.ts";
import { sentenceFor, terminalTexts } from "./terminal.ts";
import { withKernel } from "./with-kernel.ts";

const options = {
  name: { type: "string" },
  role: { type: "string" },
  office: { type: "string" },
  email: { type: "string" },
  lang: { type: "string" },
} as const;

/** Which options an act takes; the first ones are wanted. */
const acts = {
  list: { named: false, wants: [], takes: [] },
  add: { named: true, wants: ["name", "role", "office"], takes: ["email", "lang"] },
  assign: { named: true, wants: ["role", "office"], takes: [] },
  end: { named: true, wants: ["role", "office"], takes: [] },
  disable: { named: true, wants: [], takes: [] },
  enable: { named: true, wants: [], takes: [] },
  reset: { named: true, wants: [], takes: [] },
} as const satisfies Record<
  string,
  { named: boolean; wants: readonly (keyof typeof options)[]; takes: readonly (keyof typeof options)[] }
>;

interface Words {
  readonly act: keyof typeof acts;
  readonly username: string;
  readonly values: Readonly<Partial<Record<keyof typeof options, string>>>;
}

/**
 * `balai officer list | add | assign | end | disable | enable | reset`: who works here, in which role. It neither takes nor shows a password:
 * the officer gets a one-time link to set one.
 */
export const officerCommand: Command = async (config, args) => {
  const t = terminalTexts(process.env);
  const words = readWords(args);
  if (words === undefined) return wrongCall(t("administration.command.officer.how"));
  return withKernel(config, (kernel) => perform(kernel, t, words));
};

function readWords(args: readonly string[]): Words | undefined {
  try {
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [what = "", username = "", ...more] = positionals;
    if (!isAct(what) || more.length > 0) return undefined;
    const { named, wants, takes } = acts[what];
    const known: readonly string[] = [...wants, ...takes];
    if (named !== (username !== "")) return undefined;
    if (Object.keys(values).some((name) => !known.includes(name))) return undefined;
    if (wants.some((name) => values[name] === undefined)) return undefined;
    return { act: what, username, values };
  } catch {
    return undefined;
  }
}

function isAct(text: string): text is keyof typeof acts {
  return Object.hasOwn(acts, text);
}

async function perform(kernel: Kernel, t: Translate, { act, username, values }: Words): Promise<number> {
  const { administration } = kernel;
  const by: Administrator = { kind: "terminal", key: newId() };
  const { name = "", role = "", office = "", email = null, lang } = values;
  switch (act) {
    case "list":
      return list(kernel, t);
    case "add":
      return giveLink(
        kernel,
        t,
        username,
        await administration.addOfficer(by, {
          username,
          name,
          email,
          lang: lang === "en" ? "en" : "id",
          role,
          office,
        }),
      );
    case "assign":
    case "end": {
      const asked = { username, role, office };
      const done = await (act === "assign" ? administration.assignRole(by, asked) : administration.endRole(by, asked));
      return tell(t, done, act, { username, role, office });
    }
    case "disable":
      return tell(t, await administration.disableOfficer(by, username), act, { username });
    case "enable":
    case "reset":
      return giveLink(
        kernel,
        t,
        username,
        await administration.resetOfficer(by, { username, reopen: act === "enable" }),
      );
  }
}

function tell(
  t: Translate,
  done: Result<boolean, Problem>,
  act: "assign" | "end" | "disable",
  params: Readonly<Record<string, string>>,
): number {
  if (!done.ok) return fail(sentenceFor(t, done.error));
  console.log(t(`administration.command.officer.${act}.${done.value ? "done" : "same"}`, params));
  return 0;
}

function giveLink(kernel: Kernel, t: Translate, username: string, made: Result<OfficerLink, Problem>): number {
  if (!made.ok) return fail(sentenceFor(t, made.error));
  const { url, expiresAt } = made.value;
  const zone = kernel.calendars.zoneOf(kernel.config.rootRegion);
  console.log(t("administration.command.officer.link", { username, until: momentInWords(t, expiresAt, zone) }));
  console.log(url);
  return 0;
}

async function list({ administration }: Kernel, t: Translate): Promise<number> {
  const [officers, offices] = await Promise.all([administration.officers(), administration.offices()]);
  const codes = new Map(offices.map(({ id, code }) => [id, code]));
  for (const { username, state, roles } of officers) {
    const held = roles.map(({ role, officeId }) => `${role} ${codes.get(officeId) ?? "?"}`).join(", ");
    console.log(`${username.padEnd(20)}  ${t(`administration.state.${state}`).padEnd(22)}  ${held}`);
  }
  return 0;
}
