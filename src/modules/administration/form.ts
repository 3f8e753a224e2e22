import type { FastifyRequest } from "fastify";
import type { Administrator } from "../../kernel/administration/index.ts";
import { entryOf, firstOf } from "../../kernel/case-pages/index.ts";
import type { Problem } from "../../kernel/result/index.ts";
import { onceField } from "../../kernel/ui/index.ts";
import type { Desk } from "../console/index.ts";

/** What was typed, by field; and the sentence at the field at fault. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>;
  /** The problem of the last try. */
  readonly fault?: Problem;
}

const longest = 300;

/** The first value of each wanted field, cut to a length that no honest field has. */
export function valuesOf<Name extends string>(request: FastifyRequest, names: readonly Name[]): Record<Name, string> {
  const entry = entryOf(request.body);
  return Object.fromEntries(names.map((name) => [name, firstOf(entry, name).slice(0, longest)])) as Record<
    Name,
    string
  >;
}

/** Who acts, with the key that the form carries: pressed twice, done once. */
export function administratorOf(desk: Desk, request: FastifyRequest): Administrator {
  return { kind: "officer", accountId: desk.officer.accountId, key: firstOf(entryOf(request.body), onceField) };
}
