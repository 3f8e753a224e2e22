import { err, ok, type Result } from "../result/index.ts";
import { deepFreeze } from "./builders.ts";
import type { ServiceDefinition } from "./definition.ts";
import { definitionHash } from "./definition-hash.ts";
import { type DefinitionFault, fault } from "./faults.ts";

export interface PublishedService {
  readonly definition: ServiceDefinition;
  /** `definitionHash` of it. */
  readonly hash: string;
}

export interface ServiceRegistry {
  /** The newest version in use on a calendar day (ISO, in the installation's zone), if any is. */
  current(id: string, day: string): ServiceDefinition | undefined;
  /** One exact version, as a running case has pinned it. */
  get(id: string, version: number): ServiceDefinition | undefined;
  hashOf(id: string, version: number): string | undefined;
  /** Every service in use on a day, newest version each, by id. */
  allCurrent(day: string): readonly ServiceDefinition[];
  /** Every version of every service, by id, then version. */
  all(): readonly PublishedService[];
}

/**
 * A registry of published versions, from code, from the database, or both: the same version twice with the same content
 * is one. Refuses a version whose content differs from what was published, and versions whose days do not ascend.
 */
export function createServiceRegistry(
  entries: Iterable<ServiceDefinition>,
): Result<ServiceRegistry, readonly DefinitionFault[]> {
  const services = new Map<string, Map<number, PublishedService>>();
  const faults: DefinitionFault[] = [];
  for (const definition of entries) {
    const versions = services.get(definition.id) ?? new Map<number, PublishedService>();
    services.set(definition.id, versions);
    const hash = definitionHash(definition);
    const known = versions.get(definition.version);
    if (known === undefined) versions.set(definition.version, { definition: deepFreeze(definition), hash });
    else if (known.hash !== hash)
      faults.push(fault("changed-after-publishing", definition.id, { version: definition.version }));
  }
  const sorted = new Map<string, readonly PublishedService[]>();
  for (const id of [...services.keys()].sort()) {
    const versions = [...(services.get(id)?.values() ?? [])];
    versions.sort((left, right) => left.definition.version - right.definition.version);
    sorted.set(id, versions);
    for (const [index, { definition }] of versions.entries()) {
      const before = versions[index - 1]?.definition;
      if (before !== undefined && before.from > definition.from)
        faults.push(fault("version-before-its-predecessor", id, { version: definition.version }));
    }
  }
  return faults.length > 0 ? err(faults) : ok(registryOf(sorted));
}

function registryOf(services: ReadonlyMap<string, readonly PublishedService[]>): ServiceRegistry {
  const find = (id: string, version: number) =>
    services.get(id)?.find(({ definition }) => definition.version === version);
  const current = (id: string, day: string) =>
    services.get(id)?.findLast(({ definition }) => definition.from <= day)?.definition;
  return {
    current,
    get: (id, version) => find(id, version)?.definition,
    hashOf: (id, version) => find(id, version)?.hash,
    allCurrent: (day) => [...services.keys()].flatMap((id) => current(id, day) ?? []),
    all: () => [...services.values()].flat(),
  };
}
