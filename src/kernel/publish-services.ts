import { officerRoles } from "./access/index.ts";
import type { Case } from "./cases/index.ts";
import type { ModuleManifest } from "./index.ts";
import { kernelMessages } from "./messages.ts";
import { err, type Result } from "./result/index.ts";
import {
  changedAfterPublishing,
  checkDefinition,
  createServiceRegistry,
  type DefinitionFault,
  definitionHash,
  type ServiceDefinition,
  type ServiceRegistry,
} from "./services/index.ts";
import { createMessages } from "./ui/index.ts";

/**
 * The registry of every version that can be served: those of the code, and those published before. What nobody uses and cannot be served any
 * more (its list, its sentence is gone) is left out. Gives sentences for the operator when the code's own definitions are faulty, when one
 * differs from what was published under its version, and when a case stands on a version that cannot be served: it may not vanish.
 */
export function publishServices(
  modules: readonly ModuleManifest[],
  published: readonly ServiceDefinition[],
  used: readonly Pick<Case, "service" | "version">[],
): Result<ServiceRegistry, string[]> {
  const seeds = modules.flatMap((module) => module.services ?? []).map(({ definition }) => definition);
  const faultsOf = checker(modules);
  const isUsed = ({ id, version }: ServiceDefinition) =>
    used.some((pinned) => pinned.service === id && pinned.version === version);
  const seedHashes = new Set(seeds.map(definitionHash));
  const kept = published.filter(
    (definition) =>
      seedHashes.has(definitionHash(definition)) || isUsed(definition) || faultsOf(definition).length === 0,
  );
  const faults = [...seeds, ...kept.filter((definition) => !seedHashes.has(definitionHash(definition)))].flatMap(
    faultsOf,
  );
  if (faults.length > 0) return err(faults);
  const registry = createServiceRegistry([...kept, ...seeds]);
  if (!registry.ok) return err(registry.error.map(sentencesOf(modules)));
  const missing = used.filter(({ service, version }) => registry.value.get(service, version) === undefined);
  return missing.length === 0 ? registry : err(missing.map(versionIsMissing));
}

function versionIsMissing({ service, version }: Pick<Case, "service" | "version">): string {
  return `Cases stand on version ${version} of the service ${service}, which this program does not have: start a program that has it.`;
}

/** All that is wrong with a definition in this installation, as sentences. */
function checker(modules: readonly ModuleManifest[]): (definition: ServiceDefinition) => string[] {
  const catalogues = [...kernelMessages, ...modules.map((module) => module.messages)];
  const texts = (lang: "id" | "en") => Object.assign({}, ...catalogues.map((catalogue) => catalogue[lang]));
  const names = (pick: (module: ModuleManifest) => object | undefined) =>
    new Set(modules.flatMap((module) => Object.keys(pick(module) ?? {})));
  const installation = {
    routes: names((module) => module.routings),
    lists: new Set([...names((module) => module.lists), "access.offices"]),
    sources: names((module) => module.attributes),
    roles: officerRoles,
    messages: { id: texts("id"), en: texts("en") },
  };
  const sentence = sentencesOf(modules);
  return (definition) =>
    checkDefinition(definition, installation).map(
      (fault) => `Service ${definition.id}, version ${definition.version}: ${sentence(fault)}`,
    );
}

function sentencesOf(modules: readonly ModuleManifest[]): (fault: DefinitionFault) => string {
  const english = createMessages([...kernelMessages, ...modules.map((module) => module.messages)], {
    strict: false,
  }).translator("en");
  return ({ code, at, message, params }) =>
    code === "changed-after-publishing"
      ? changedAfterPublishing({ id: at, version: Number(params.version) })
      : english(message, params);
}
