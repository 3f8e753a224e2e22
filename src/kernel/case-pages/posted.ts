import type { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import type { StageRequest } from "../files/index.ts";
import { type FormEntry, fileFields, withFiles } from "../forms/index.ts";
import { checkFormToken, csrfField } from "../http/index.ts";
import type { Kernel } from "../index.ts";
import { err, type FieldError, ok, type Problem, type Result } from "../result/index.ts";
import type { Question } from "../services/index.ts";

/** What a person sent with a form, files staged already. */
export interface PostedForm {
  readonly entry: FormEntry;
  /** About files that were not taken; everything else is in `entry`. */
  readonly errors: readonly FieldError[];
  /** The most serious problem of a file, for the status of the answer. */
  readonly fault: Problem | undefined;
}

/** Whoever picks a whole album gets a sentence; beyond this the connection is cut. */
const mostFiles = 12;

/**
 * Reads a posted form, urlencoded or multipart. Files of `questions` are staged under `ownerKey` while they arrive and their ids stand in the
 * entry; a file that is refused leaves an error at its field and nothing else. The problem: the form's token is not of this session.
 */
export async function readPosted(
  kernel: Kernel,
  request: FastifyRequest,
  questions: readonly Question[],
  ownerKey: string,
): Promise<Result<PostedForm, Problem>> {
  if (!request.isMultipart()) return ok({ entry: entryOf(request.body), errors: [], fault: undefined });
  const fields: Record<string, string[]> = {};
  const staged: { readonly path: string; readonly id: string }[] = [];
  const faults: Problem[] = [];
  const errors: FieldError[] = [];
  let token: { readonly fault: Problem | undefined } | undefined;
  const soFar = (): FormEntry =>
    staged.reduce<FormEntry>((entry, { path, id }) => withFiles(entry, path, [id]), fields);
  const check = (): Problem | undefined => {
    token ??= { fault: checkFormToken(request, { [csrfField]: fields[csrfField]?.[0] }) };
    return token.fault;
  };
  try {
    for await (const part of request.parts({ limits: { files: mostFiles } })) {
      if (part.type === "field") {
        if (typeof part.value === "string") fields[part.fieldname] = [...(fields[part.fieldname] ?? []), part.value];
        continue;
      }
      // The token stands before all files in our forms: nothing is stored for a foreign page.
      if (check() !== undefined || (part.filename ?? "") === "") {
        part.file.resume();
        continue;
      }
      const taken = await takeFile(kernel, part.fieldname, part.file, soFar(), questions, {
        ownerKey,
        address: request.ip,
      });
      if (taken === undefined) continue;
      if (taken.ok) staged.push(taken.value);
      else {
        faults.push(taken.error);
        errors.push(errorOf(taken.error, part.fieldname));
      }
    }
  } catch (fault) {
    if (!isTooMany(fault)) throw fault;
    for (const question of questions)
      for (const { field } of fileFields(question, soFar())) errors.push(tooMany(question, field));
  }
  const stale = check();
  if (stale === undefined) return ok({ entry: soFar(), errors: unique(errors), fault: faults[0] });
  // What was written is shown again with the refusal.
  request.body = fields;
  return err(stale);
}

/** Stages one file; undefined when no question asks for it. */
async function takeFile(
  kernel: Kernel,
  fieldname: string,
  file: Readable,
  entry: FormEntry,
  questions: readonly Question[],
  sender: Pick<StageRequest, "ownerKey" | "address">,
): Promise<Result<{ readonly path: string; readonly id: string }, Problem> | undefined> {
  const asked = questions
    .flatMap((question) => fileFields(question, entry).map((wanted) => ({ question, wanted })))
    .find(({ wanted }) => wanted.field === fieldname);
  if (asked === undefined || asked.wanted.room <= 0) {
    file.resume();
    if (asked === undefined) return undefined;
    return err({ type: "validation-failed", ...tooMany(asked.question, fieldname) });
  }
  const taken = await kernel.files.stage(file, { ...sender, kind: asked.wanted.kind, field: fieldname });
  return taken.ok ? ok({ path: asked.wanted.path, id: taken.value.id }) : taken;
}

/** Posted fields by name, each with all its values. */
export function entryOf(body: unknown): FormEntry {
  if (typeof body !== "object" || body === null) return {};
  const entries = Object.entries(body).map(([name, value]: [string, unknown]): [string, readonly string[]] => [
    name,
    (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string"),
  ]);
  return Object.fromEntries(entries);
}

/** The first value of a field, trimmed; "" when it was not posted. */
export function firstOf(entry: FormEntry, name: string): string {
  return Object.hasOwn(entry, name) ? (entry[name]?.[0]?.trim() ?? "") : "";
}

/** The fields of the question alone: those of the page itself begin with an underscore. */
export function withoutPageFields(entry: FormEntry): FormEntry {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !name.startsWith("_")));
}

function tooMany(question: Question, field: string): FieldError {
  const max = question.type === "photos" ? question.max : question.type === "document" ? question.pages : mostFiles;
  return { field, message: "forms.error.files.many", params: { max } };
}

function errorOf(fault: Problem, field: string): FieldError {
  return { field: fault.field ?? field, message: fault.message, params: fault.params };
}

function unique(errors: readonly FieldError[]): readonly FieldError[] {
  return errors.filter(
    (error, index) =>
      errors.findIndex(({ field, message }) => field === error.field && message === error.message) === index,
  );
}

function isTooMany(fault: unknown): boolean {
  return typeof fault === "object" && fault !== null && "code" in fault && fault.code === "FST_FILES_LIMIT";
}
