import { parseArgs } from "node:util";
import type { Administration, OfficeInput, OfficesSaved } from "../kernel/administration/index.ts";
import { newId } from "../kernel/ids/index.ts";
import type { Problem, Result } from "../kernel/result/index.ts";
import type { Translate } from "../kernel/ui/index.ts";
import { type Command, fail, wrongCall } from "./command.ts";
import { readTable } from "./read-table.ts";
import { sentenceFor, terminalTexts } from "./terminal.ts";
import { withKernel } from "./with-kernel.ts";

const columns = ["code", "name", "region", "parent"] as const;

/** `balai office list | set CODE … | import FILE`: the tree of offices. */
export const officeCommand: Command = async (config, args) => {
  const t = terminalTexts(process.env);
  const asked = readWords(args);
  if (asked === undefined) return wrongCall(t("administration.command.office.how"));
  if (asked.what === "list")
    return withKernel(config, async ({ administration }) => {
      await list(administration);
      return 0;
    });
  const offices = asked.what === "set" ? { ok: true as const, value: [asked.office] } : readOffices(asked.file, t);
  if (!offices.ok) return fail(offices.error);
  return withKernel(config, async ({ administration }) =>
    told(t, await administration.saveOffices({ kind: "terminal", key: newId() }, offices.value)),
  );
};

type Words =
  | { readonly what: "list" }
  | { readonly what: "set"; readonly office: OfficeInput }
  | { readonly what: "import"; readonly file: string };

function readWords(args: readonly string[]): Words | undefined {
  const options = {
    name: { type: "string" },
    region: { type: "string" },
    parent: { type: "string" },
    top: { type: "boolean", default: false },
  } as const;
  try {
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [what, word, ...more] = positionals;
    const { name, region, parent, top } = values;
    if (more.length > 0 || (top && parent !== undefined)) return undefined;
    if (what === "list" && word === undefined) return { what };
    if (word === undefined) return undefined;
    if (what === "import") return { what, file: word };
    if (what === "set") return { what, office: { code: word, name, region, parent: top ? null : parent } };
    return undefined;
  } catch {
    return undefined;
  }
}

function readOffices(file: string, t: Translate): Result<OfficeInput[], string> {
  const read = readTable(file, columns, t);
  if (!read.ok) return read;
  const offices = read.value.map(({ line, fields }) => ({
    line,
    code: fields.code.trim(),
    name: fields.name,
    region: fields.region.trim(),
    parent: fields.parent.trim() === "" ? null : fields.parent.trim(),
  }));
  return { ok: true, value: offices };
}

function told(t: Translate, saved: Result<OfficesSaved, Problem>): number {
  if (!saved.ok) return fail(sentenceFor(t, saved.error));
  const { added, changed, same } = saved.value;
  console.log(
    t("administration.command.office.saved", { added: added.length, changed: changed.length, same: same.length }),
  );
  return 0;
}

async function list(administration: Administration): Promise<void> {
  const offices = await administration.offices();
  const depths = new Map<string, number>();
  for (const { id, parentId, code, name, region } of offices) {
    const depth = parentId === null ? 0 : (depths.get(parentId) ?? 0) + 1;
    depths.set(id, depth);
    console.log(`${"  ".repeat(depth)}${code}  ${region}  ${name}`);
  }
}
