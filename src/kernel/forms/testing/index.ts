import fc from "fast-check";
import { canonicalJson } from "../../canonical/index.ts";
import type { Answers, Form, ServiceDefinition } from "../../services/index.ts";
import { readJson } from "../channels/api.ts";
import { replayStored } from "../channels/replay.ts";
import { filesOf } from "../submission.ts";
import { enterByDialogue, enterByHtml } from "./enter.ts";
import { askedOf, type Intended, intendedAnswers } from "./intended-answers.ts";
import { flat, inventedContext, type Messages } from "./world.ts";

export { readRenderedForm } from "./rendered-form.ts";

/**
 * The property that every definition must have: any answers a person may mean, entered by HTML without scripts, by a text
 * dialogue, by the API and by replay of an offline submission, are stored the same. Give the definition's own messages, so
 * that options are also answered by their words. Throws (with a counterexample) when two channels disagree.
 */
export async function channelsAgree(
  definition: ServiceDefinition,
  messages: Messages,
  { runs = 50 }: { readonly runs?: number } = {},
): Promise<void> {
  const sources = flat(definition).flatMap((question) => (question.type === "attribute" ? [question.source] : []));
  const known = fc.record(Object.fromEntries(sources.map((source) => [source, fc.boolean()])));
  const scene = known.chain((knows) =>
    fc.record({
      knows: fc.constant(knows),
      intended: intendedAnswers(definition, inventedContext(definition, messages, knows)),
      choices: fc.array(fc.nat({ max: 5 }), { minLength: 5, maxLength: 20 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(scene, async ({ knows, intended, choices }) => {
      const asked = askedOf(definition, intended);
      const context = () => inventedContext(definition, messages, knows);
      let taken = 0;
      const pick = (count: number) => (choices[taken++ % choices.length] ?? 0) % count;
      const html = enterByHtml(definition, asked, context());
      same("the dialogue", html, await enterByDialogue(definition, asked, context(), pick));
      same("the API", html, good(readJson(definition, JSON.parse(JSON.stringify(asked)), context())));
      same("the offline replay", html, replayed(definition, html, context()));
      everythingMeantIsStored(asked, html);
    }),
    { numRuns: runs },
  );
}

/** Sends what a phone stored, under ids of its own for the files. */
function replayed(
  definition: ServiceDefinition,
  answers: Answers,
  context: ReturnType<typeof inventedContext>,
): Answers {
  const ids = filesOf(definition, answers);
  const local = new Map(ids.map((id, index) => [id, `phone-${index}`]));
  const stored = JSON.parse(JSON.stringify(answers), (_, value: unknown) =>
    typeof value === "string" ? (local.get(value) ?? value) : value,
  );
  const submission = replayStored(
    {
      definitionId: definition.id,
      version: definition.version,
      answers: stored,
      files: Object.fromEntries(ids.map((id) => [local.get(id), id])),
      key: "0198c0de-0000-7000-8000-000000000001",
      savedAt: "2026-03-01T00:00:00.000Z",
    },
    { get: () => definition, current: () => definition },
    context,
  );
  return good(submission).answers;
}

function good<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

function same(channel: string, html: Answers, other: Answers): void {
  const [left, right] = [canonicalJson(html), canonicalJson(other)];
  if (left !== right) throw new Error(`${channel} disagrees with HTML:\n${left}\n${right}`);
}

/** Channels that agree on losing an answer agree on nothing of worth. */
function everythingMeantIsStored(asked: Intended, stored: Answers): void {
  const lost = Object.keys(asked).filter((name) => !Object.hasOwn(stored, name));
  const extra = Object.keys(stored).filter((name) => !Object.hasOwn(asked, name));
  if (lost.length + extra.length > 0) throw new Error(`lost: ${lost.join(", ")}; invented: ${extra.join(", ")}`);
}

/** A form alone, e.g. of an action, as a definition for `channelsAgree`. */
export function formAsDefinition(form: Form, definition: ServiceDefinition): ServiceDefinition {
  return { ...definition, ask: form.ask };
}
