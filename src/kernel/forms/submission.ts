import { isUuid } from "../ids/index.ts";
import type { Answers, AnswerValue, Form, Question, ServiceDefinition } from "../services/index.ts";

export const channels = ["web", "chat", "counter", "offline", "api"] as const;
export type Channel = (typeof channels)[number];

/** Where every channel ends: the checked answers to one version of a service, and the key that makes it happen once. */
export interface Submission {
  readonly definition: string;
  readonly version: number;
  readonly answers: Answers;
  /** Ids of all staged files in the answers. */
  readonly files: readonly string[];
  readonly channel: Channel;
  /** Idempotency key, a UUID. */
  readonly key: string;
}

/** A submission of answers that `validateAll` gave. Throws when the key is no UUID: channels make or check it. */
export function submissionOf(
  definition: ServiceDefinition,
  answers: Answers,
  channel: Channel,
  key: string,
): Submission {
  if (!isUuid(key)) throw new Error("a submission needs a UUID as key");
  return {
    definition: definition.id,
    version: definition.version,
    answers,
    files: filesOf(definition, answers),
    channel,
    key,
  };
}

/** Ids of the files in the answers, each once. */
export function filesOf(form: Form, answers: Readonly<Record<string, AnswerValue>>): readonly string[] {
  return [...new Set(form.ask.flatMap((question) => filesIn(question, answers[question.name])))];
}

function filesIn(question: Question, answer: AnswerValue | undefined): readonly string[] {
  if (!Array.isArray(answer)) return [];
  if (question.type === "photos" || question.type === "document") return answer.filter((id) => typeof id === "string");
  if (question.type !== "repeat") return [];
  return answer.flatMap((row) => (typeof row === "object" ? filesOf(question, row.answers) : []));
}
