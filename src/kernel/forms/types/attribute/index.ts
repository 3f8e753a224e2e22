import { err, ok } from "../../../result/index.ts";
import type { AttributeAnswer, AttributeQuestion } from "../../../services/index.ts";
import { cleanLine } from "../../clean-text.ts";
import type { FormContext, Prefill } from "../../context.ts";
import { faultAt, oneSlot, posted, type QuestionType } from "../../question-type.ts";
import { yesOrNo } from "../../words.ts";
import { checkWritten } from "../../written.ts";
import { AttributeField } from "./html.tsx";

const self = "self";

/**
 * A fact that a source knows. Stored: `{ value, source, at, confirmed }`. A channel sends `{ confirmed: true }` for the
 * known value, which is then taken from the source and never from the sender, or `{ value }` for one of the person's own.
 */
export const attributeType: QuestionType<AttributeQuestion, AttributeAnswer> = {
  readForm(question, path, entry, context) {
    const own = posted(entry, `${path}.value`) ?? "";
    const answer = posted(entry, `${path}.confirm`) ?? "";
    const known = prefillOf(question, context);
    if (known && yesOrNo(answer) === true) return ok({ confirmed: true });
    if (own !== "") return ok({ value: own });
    if (known && yesOrNo(answer) === false) return err(faultAt(`${path}.value`, "forms.error.attribute.write"));
    return ok(undefined);
  },
  toEntry(question, path, answer, context): Readonly<Record<string, readonly string[]>> {
    if (answer.source === question.source) return { [`${path}.confirm`]: ["yes"] };
    return {
      ...(prefillOf(question, context) ? { [`${path}.confirm`]: ["no"] } : {}),
      [`${path}.value`]: [answer.value],
    };
  },
  check(question, value, path, context) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return err(faultAt(path, "forms.error.attribute.kind"));
    const given = new Map<string, unknown>(Object.entries(value));
    const known = prefillOf(question, context);
    const confirms = given.get("confirmed") === true;
    if (given.get("value") === undefined) {
      if (!confirms) return err(faultAt(path, "forms.error.attribute.kind"));
      return known ? ok(confirmed(question, known)) : err(faultAt(path, "forms.error.attribute.unknown"));
    }
    const written = checkWritten(given.get("value"), `${path}.value`, question, cleanLine);
    if (!written.ok) return written;
    if (written.value === undefined) return ok(undefined);
    if (given.get("source") === question.source) {
      // Not asked now: what an earlier step confirmed stands until the answers are checked against the world.
      if (known === undefined)
        return isInstant(given.get("at")) && confirms
          ? ok({ value: written.value, source: question.source, at: String(given.get("at")), confirmed: true })
          : err(faultAt(path, "forms.error.attribute.kind"));
      return known !== null && known.value === written.value
        ? ok(confirmed(question, known))
        : err(faultAt(path, "forms.error.attribute.changed"));
    }
    const at = given.get("at");
    const past = isInstant(at) && Date.parse(at) <= Date.parse(context.now) ? at : context.now;
    return ok({ value: written.value, source: self, at: past, confirmed: true });
  },
  slots: (question) =>
    oneSlot(
      (context) => {
        const known = prefillOf(question, context);
        return known
          ? context.t("forms.prompt.attribute.known", { value: known.value })
          : context.t("forms.prompt.text");
      },
      ({ text }, _soFar, context) => {
        const said = text.trim();
        if (said === "") return { kind: "answer", value: undefined };
        if (!prefillOf(question, context)) return { kind: "answer", value: { value: said } };
        const answer = yesOrNo(said);
        if (answer === true) return { kind: "answer", value: { confirmed: true } };
        if (answer === false) return { kind: "fault", remark: { message: "forms.error.attribute.write" } };
        return { kind: "answer", value: { value: said } };
      },
    ),
  schema: ({ maxLength }) => ({
    oneOf: [
      {
        type: "object",
        properties: { confirmed: { const: true } },
        required: ["confirmed"],
        additionalProperties: false,
      },
      {
        type: "object",
        properties: {
          value: { type: "string", minLength: 1, maxLength },
          source: { type: "string" },
          at: { type: "string", format: "date-time" },
          confirmed: { const: true },
        },
        required: ["value"],
        additionalProperties: false,
      },
    ],
  }),
  display: (_question, answer) => answer.value,
  redact: (_question, answer, audience) => (audience === "public" ? answer.value : { source: answer.source }),
  html: AttributeField,
};

/** What the source knows: null when nothing, undefined when it was not asked. */
export function prefillOf(question: AttributeQuestion, { prefills }: FormContext): Prefill | null | undefined {
  return Object.hasOwn(prefills, question.source) ? prefills[question.source] : undefined;
}

function confirmed({ source }: AttributeQuestion, { value, at }: Prefill): AttributeAnswer {
  return { value, source, at, confirmed: true };
}

function isInstant(value: unknown): value is string {
  return (
    typeof value === "string" &&
    /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}
