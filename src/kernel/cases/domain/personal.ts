import { isPersonal } from "../../forms/index.ts";
import type { Answers, AnswerValue, Question, ShownTo } from "../../services/index.ts";

/** Whether an answer must be sealed: personal itself, or a repetition with a personal question in it. */
function isSealed(question: Question): boolean {
  return isPersonal(question) || (question.type === "repeat" && question.ask.some(isPersonal));
}

/** Parts the answers that are sealed from those stored plainly. */
export function splitPersonal(
  ask: readonly Question[],
  answers: Answers,
): { readonly plain: Answers; readonly personal: Answers } {
  const plain: Record<string, AnswerValue> = {};
  const personal: Record<string, AnswerValue> = {};
  const sealedNames = new Set(ask.filter(isSealed).map((question) => question.name));
  for (const [name, value] of Object.entries(answers)) (sealedNames.has(name) ? personal : plain)[name] = value;
  return { plain, personal };
}

/** A file that was given as an answer, and who may see it by its question. */
export interface GivenFile {
  readonly id: string;
  readonly kind: "photo" | "document";
  readonly shownTo: ShownTo;
  readonly personal: boolean;
}

const widest: readonly ShownTo[] = ["everyone", "owner", "office"];

/** The audience that both allow. */
function narrower(one: ShownTo, other: ShownTo): ShownTo {
  return widest.indexOf(one) > widest.indexOf(other) ? one : other;
}

/** All files in the answers, each once: one that answers two questions is seen only by whom both allow. */
export function filesIn(ask: readonly Question[], answers: Answers): readonly GivenFile[] {
  const found = new Map<string, GivenFile>();
  for (const file of allFilesIn(ask, answers, { shownTo: "everyone", personal: false })) {
    const known = found.get(file.id) ?? file;
    found.set(file.id, {
      ...known,
      kind: known.kind === "document" ? known.kind : file.kind,
      shownTo: narrower(known.shownTo, file.shownTo),
      personal: known.personal || file.personal,
    });
  }
  return [...found.values()];
}

/** `around`: what holds for the repetition in which these questions stand. */
function allFilesIn(
  ask: readonly Question[],
  answers: Answers,
  around: Pick<GivenFile, "shownTo" | "personal">,
): GivenFile[] {
  return ask.flatMap((question) => {
    const value = answers[question.name];
    if (!Array.isArray(value)) return [];
    const shownTo = narrower(around.shownTo, question.shownTo ?? "everyone");
    // A repetition with one personal question is sealed as a whole, and its files with it.
    const personal = around.personal || isSealed(question);
    if (question.type === "photos" || question.type === "document") {
      const kind = question.type === "photos" ? ("photo" as const) : ("document" as const);
      return value.flatMap((id) => (typeof id === "string" ? [{ id, kind, shownTo, personal }] : []));
    }
    if (question.type === "repeat") {
      return value.flatMap((row) =>
        typeof row === "object" && row !== null && "answers" in row
          ? allFilesIn(question.ask, row.answers, { shownTo, personal })
          : [],
      );
    }
    return [];
  });
}

/** Deeper than any answer of ours: a repetition's row holds answers, and a place in it a point. */
const deepest = 8;

/**
 * What was meant by answers as they were sent, to tell whether two submissions are the same one sent twice: without what differs at each
 * reading, which are ids given to new rows and the moment at which a fact was written down. What lies deeper than answers can go is cut.
 */
export function meaningOf(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > deepest) return null;
  if (Array.isArray(value)) return value.map((item) => meaningOf(item, depth + 1));
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  const isRow = "answers" in value;
  const isFact = "value" in value;
  return Object.fromEntries(
    members
      .filter(([name]) => !(isRow && name === "id") && !(isFact && name === "at"))
      .map(([name, member]) => [name, meaningOf(member, depth + 1)]),
  );
}
