import { addOffice, changeOffice, findOfficeByCode, type Office, officeLine } from "../access/index.ts";
import type { Tx } from "../db/index.ts";
import { isWithin } from "../regions/index.ts";
import { err, ok, type Problem, problem, type Result } from "../result/index.ts";
import { type AdministrationContext, type Administrator, type Fact, outcome, run } from "./context.ts";

/** An office as an administrator gives it. What is left out of a known one stays as it is. */
export interface OfficeInput {
  /** Stable short name: 2 to 40 of a–z, 0–9 and dash. */
  readonly code: string;
  readonly name?: string;
  /** Kemendagri code. */
  readonly region?: string;
  /** Code of the office above; null: none. */
  readonly parent?: string | null;
  /** Line of the file it comes from, for the sentence about a fault. */
  readonly line?: number;
}

export interface OfficesSaved {
  /** Codes. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly same: readonly string[];
}

const codePattern = /^[a-z0-9][a-z0-9-]{1,39}$/;
const longestName = 120;

/**
 * Adds offices, or brings known ones (by code) up to date; all or none. Parents may stand after their children.
 * Problems name the field, and the line where the input has one: code, name, region or parent not fit, parent unknown, a circle in the tree.
 */
export function saveOffices(
  context: AdministrationContext,
  by: Administrator,
  inputs: readonly OfficeInput[],
): Promise<Result<OfficesSaved, Problem>> {
  return run(context, by, { name: "administration.save-offices", input: inputs }, async (tx, at) => {
    const facts: Fact[] = [];
    const saved = { added: [] as string[], changed: [] as string[], same: [] as string[] };
    const waiting = [...inputs];
    const coming = new Set(inputs.map(({ code }) => code));
    if (coming.size < inputs.length) return err(twice(inputs));
    while (waiting.length > 0) {
      // Whoever has no parent among those that still wait.
      const index = waiting.findIndex(({ parent }) => !waiting.some(({ code }) => code === parent));
      const [input] = waiting.splice(Math.max(index, 0), 1);
      if (input === undefined) break;
      if (index === -1) return err(fault(input, "parent", "administration.office.circle"));
      const result = await saveOne(context, tx, input, at);
      if (!result.ok) return result;
      const { office, what } = result.value;
      saved[what].push(office.code);
      if (what !== "same")
        facts.push({
          about: "office",
          id: office.id,
          kind: what,
          officeId: office.id,
          region: office.region,
          facts: { code: office.code, parent: office.parentId },
          content: { name: office.name },
        });
    }
    return ok(outcome(saved, facts));
  });
}

/** Has something to read, and nothing that hides or turns what stands beside it. */
function isReadable(name: string): boolean {
  return /[\p{L}\p{N}]/u.test(name) && !/[\p{Cc}\p{Bidi_Control}]/u.test(name);
}

async function saveOne(
  context: AdministrationContext,
  tx: Tx,
  input: OfficeInput,
  at: Date,
): Promise<Result<{ office: Office; what: keyof OfficesSaved }, Problem>> {
  if (!codePattern.test(input.code)) return err(fault(input, "code", "administration.office.code"));
  const known = await findOfficeByCode(tx, input.code);
  const name = (input.name ?? known?.name ?? "").trim();
  if (name.length > longestName || !isReadable(name)) return err(fault(input, "name", "administration.office.name"));
  const region = (input.region ?? known?.region ?? "").trim();
  if (region === "") return err(fault(input, "region", "administration.region.missing", { root: context.rootRegion }));
  if (!isWithin(region, context.rootRegion) || (await context.regions.find(region, undefined, tx)) === undefined)
    return err(fault(input, "region", "administration.region", { region, root: context.rootRegion }));
  const parent = await parentOf(tx, input, known);
  if (!parent.ok) return parent;
  if (parent.value !== null && !isWithin(region, parent.value.region))
    return err(fault(input, "region", "administration.office.outside", { parent: parent.value.name }));
  const parentId = parent.value?.id ?? null;
  if (known === undefined) {
    const id = await addOffice(tx, { parentId, code: input.code, name, region }, at);
    return ok({ office: { id, parentId, code: input.code, name, region }, what: "added" });
  }
  const office = { ...known, parentId, name, region };
  if (known.name === name && known.region === region && known.parentId === parentId)
    return ok({ office, what: "same" });
  await changeOffice(tx, office);
  return ok({ office, what: "changed" });
}

/** The office above; null: none. What is left out of a known office is its parent until now. */
async function parentOf(
  tx: Tx,
  input: OfficeInput,
  known: Office | undefined,
): Promise<Result<Office | null, Problem>> {
  if (input.parent === null) return ok(null);
  if (input.parent === undefined) {
    const [, above] = known === undefined ? [] : await officeLine(tx, known.id);
    return ok(above ?? null);
  }
  const parent = await findOfficeByCode(tx, input.parent);
  if (parent === undefined) return err(fault(input, "parent", "administration.office.unknown", { code: input.parent }));
  const line = await officeLine(tx, parent.id);
  if (known !== undefined && line.some(({ id }) => id === known.id))
    return err(fault(input, "parent", "administration.office.circle"));
  return ok(parent);
}

function twice(inputs: readonly OfficeInput[]): Problem {
  const second = inputs.find(({ code }, index) => inputs.findIndex((other) => other.code === code) < index);
  return fault(second ?? { code: "" }, "code", "administration.office.twice", { code: second?.code ?? "" });
}

function fault(
  input: OfficeInput,
  field: string,
  message: string,
  params: Readonly<Record<string, string | number>> = {},
): Problem {
  return problem("validation-failed", message, { field, params: { ...params, ...lineOf(input) } });
}

/** The line of a file, as a param of the sentence. */
export function lineOf({ line }: { readonly line?: number }): { readonly line?: number } {
  return line === undefined ? {} : { line };
}
