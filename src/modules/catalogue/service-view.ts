import { stateOf, statesAhead } from "../../kernel/cases/index.ts";
import { stepOf } from "../../kernel/forms/index.ts";
import type { Kernel } from "../../kernel/index.ts";
import type { Question, ServiceDefinition } from "../../kernel/services/index.ts";
import { durationInWords } from "../../kernel/time/index.ts";
import type { Lang, Translate } from "../../kernel/ui/index.ts";
import type { Asked, FlowStep, ServiceView } from "./pages/service.tsx";
import { feeInWords } from "./words.ts";

const mostSteps = 6;

/** A service in plain words, from its definition alone. */
export function serviceView(kernel: Kernel, definition: ServiceDefinition, lang: Lang): ServiceView {
  const t = kernel.messages.translator(lang);
  const { fee, deadline, law } = definition;
  const isFile = (question: Question) => question.type === "photos" || question.type === "document";
  return {
    id: definition.id,
    title: t(definition.title),
    summary: t(definition.summary),
    terms: [
      { label: t("catalogue.fact.fee"), value: feeInWords(t, fee, lang) },
      { label: t("catalogue.fact.time"), value: t("catalogue.time.longest", { time: durationInWords(t, deadline) }) },
      { label: t("catalogue.fact.for"), value: t(`catalogue.for.${definition.for}`) },
    ],
    sources: [
      { label: t("catalogue.fact.fee.source"), value: withMark(t, fee.source, fee.verified) },
      { label: t("catalogue.fact.time.source"), value: withMark(t, deadline.source, deadline.verified) },
      { label: t("catalogue.fact.visibility"), value: t(visibilityKey(definition)) },
      {
        label: t("catalogue.fact.law"),
        value: law.map((each) => withMark(t, each.citation, each.verified)).join("; "),
      },
    ],
    isUnverified: !fee.verified || !deadline.verified || law.some(({ verified }) => !verified),
    pages: stepOf(definition, {}, "").of,
    mayBeFewer: definition.ask.some(({ when }) => when !== undefined),
    questions: definition.ask.filter((question) => !isFile(question)).map((question) => askedOf(t, question)),
    files: definition.ask.filter(isFile).map((question) => askedOf(t, question)),
    steps: stepsOf(t, definition),
  };
}

function withMark(t: Translate, text: string, verified: boolean): string {
  return verified ? text : t("catalogue.unverified", { text });
}

function visibilityKey({ visibility }: ServiceDefinition): string {
  return `catalogue.visibility.${typeof visibility === "string" ? visibility : "asked"}`;
}

function askedOf(t: Translate, question: Question): Asked {
  const notes = [
    question.type === "attribute" ? t("catalogue.asked.known") : "",
    question.optional === true ? t("catalogue.asked.optional") : "",
    question.when === undefined ? "" : t("catalogue.asked.maybe"),
  ].filter((note) => note !== "");
  return { label: t(question.label), note: notes.length === 0 ? undefined : `(${notes.join(", ")})` };
}

function stepsOf(t: Translate, definition: ServiceDefinition): readonly FlowStep[] {
  const names = [definition.flow.start, ...statesAhead(definition, definition.flow.start, mostSteps)];
  const steps = names.map((name) => {
    const { label, happening, within } = stateOf(definition, name);
    const limit = within === undefined ? "" : t("catalogue.step.within", { time: durationInWords(t, within) });
    return {
      title: t(label),
      text: [t(happening, { office: t("catalogue.step.office") }), limit].filter((text) => text !== "").join(" "),
    };
  });
  return [{ title: t("catalogue.step.you"), text: t("catalogue.step.you.text") }, ...steps];
}
