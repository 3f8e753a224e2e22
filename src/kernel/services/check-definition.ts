import { checkFlow, checkIssued, isDuration, type KnownForFlow } from "./check-flow.ts";
import { checkMessages, type Messages } from "./check-messages.ts";
import { checkQuestions } from "./check-questions.ts";
import type { ServiceDefinition } from "./definition.ts";
import { type DefinitionFault, fault } from "./faults.ts";

/** What exists in this installation: a definition may name nothing else. */
export interface DefinitionRegistry {
  /** Officers' roles; `owner` and `system` are always known. */
  readonly roles: Iterable<string>;
  readonly messages: { readonly id: Messages; readonly en: Messages };
  /** Sources of prefilled answers. */
  readonly sources: Iterable<string>;
  /** Lists that options come from. */
  readonly lists: Iterable<string>;
  /** Functions that find the office. */
  readonly routes: Iterable<string>;
}

const caseVisibilities = ["public", "name-hidden", "private"];

/** Everything wrong with a definition; empty when it may be published. Pure: the same input gives the same list. */
export function checkDefinition(
  definition: ServiceDefinition,
  registry: DefinitionRegistry,
): readonly DefinitionFault[] {
  const known: KnownForFlow = {
    roles: new Set(registry.roles),
    sources: new Set(registry.sources),
    lists: new Set(registry.lists),
  };
  return [
    ...checkIdentity(definition),
    ...checkRules(definition),
    ...checkQuestions(definition.ask, "ask", known),
    ...checkNamedQuestions(definition),
    ...(definition.route === undefined || new Set(registry.routes).has(definition.route)
      ? []
      : [fault("unknown-route", "route", { name: definition.route })]),
    ...checkFlow(definition.flow, known),
    ...checkIssued(definition),
    ...checkMessages(definition, registry.messages),
  ];
}

function checkIdentity({ id, version, from }: ServiceDefinition): readonly DefinitionFault[] {
  const good =
    /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/.test(id) &&
    Number.isInteger(version) &&
    version >= 1 &&
    /^\d{4}-\d\d-\d\d$/.test(from) &&
    !Number.isNaN(Date.parse(from));
  return good ? [] : [fault("bad-identity", id)];
}

/** Law, fee and deadline: what the person is promised, and by which rule. */
function checkRules({ law, fee, deadline }: ServiceDefinition): readonly DefinitionFault[] {
  const faults: DefinitionFault[] = [];
  const blank = (text: string | undefined) => text === undefined || text.trim() === "";
  for (const [index, { citation, source, verified }] of law.entries())
    if (blank(citation) || (verified && blank(source))) faults.push(fault("no-source", `law.${index}`));
  if (blank(fee.source)) faults.push(fault("no-source", "fee"));
  if (fee.kind === "amount" && (!Number.isSafeInteger(fee.rupiah) || fee.rupiah <= 0))
    faults.push(fault("bad-limits", "fee"));
  // Definitions also come from files and the operator's console, where the type says nothing.
  if (deadline === undefined || !isDuration(deadline)) faults.push(fault("no-deadline", "deadline"));
  else if (blank(deadline.source)) faults.push(fault("no-source", "deadline"));
  return faults;
}

/** The questions that visibility and region are read from. */
function checkNamedQuestions({ ask, visibility, regionFrom }: ServiceDefinition): readonly DefinitionFault[] {
  const faults: DefinitionFault[] = [];
  const find = (name: string) => ask.find((question) => question.name === name);
  if (typeof visibility === "object") {
    const question = find(visibility.asked);
    const name = visibility.asked;
    if (question === undefined) faults.push(fault("unknown-question", "visibility", { name }));
    else if (
      question.type !== "choice" ||
      question.optional === true ||
      question.when !== undefined ||
      question.options === undefined ||
      !question.options.every((option) => caseVisibilities.includes(option.value))
    )
      faults.push(fault("wrong-type", "visibility", { name }));
  }
  if (regionFrom !== undefined) {
    const question = find(regionFrom);
    if (question === undefined) faults.push(fault("unknown-question", "regionFrom", { name: regionFrom }));
    else if (
      (question.type !== "region" && question.type !== "place") ||
      question.optional === true ||
      question.when !== undefined
    )
      faults.push(fault("wrong-type", "regionFrom", { name: regionFrom }));
  }
  return faults;
}
