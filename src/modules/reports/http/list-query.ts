import { isRegionCode } from "../../../kernel/regions/index.ts";
import { stages } from "../domain/stage.ts";
import type { PublicFilter } from "../store.ts";

export interface ListQuery {
  readonly q?: string;
  readonly jenis?: string;
  readonly wilayah?: string;
  readonly tahap?: string;
  readonly sesudah?: string;
}

/** What narrows the public list on the page. */
const narrowing = {
  q: { type: "string", maxLength: 100, description: "Words of the title" },
  jenis: { type: "string", maxLength: 40, description: "Code of a category, for example road-damage" },
  wilayah: { type: "string", maxLength: 13, description: "Code of a region, with all below it, for example 35.78.05" },
  tahap: { type: "string", maxLength: 20, description: `Stage: ${stages.join(", ")}` },
} as const;

const paging = { sesudah: { type: "string", maxLength: 200, description: "next of the page before" } } as const;

/** Of the page, which shows all where it is asked for what it does not know: addresses get mangled on their way through chats. */
export const listQuery = { type: "object", properties: { ...narrowing, ...paging } } as const;

/** Of programs, which must not take all reports for some of them. */
export const fileQuery = {
  type: "object",
  properties: {
    ...narrowing,
    wilayah: { ...narrowing.wilayah, pattern: "^(\\d\\d(\\.\\d\\d(\\.\\d\\d(\\.\\d{4})?)?)?)?$" },
    tahap: { ...narrowing.tahap, enum: [...stages, ""] },
  },
} as const;
export const apiQuery = { type: "object", properties: { ...fileQuery.properties, ...paging } } as const;

/** What is not known is left out: a mangled address shows the whole list. */
export function filterOf(query: ListQuery): PublicFilter {
  return {
    q: query.q?.trim() === "" ? undefined : query.q,
    category: query.jenis === "" ? undefined : query.jenis,
    region: query.wilayah !== undefined && isRegionCode(query.wilayah) ? query.wilayah : undefined,
    stage: stages.find((stage) => stage === query.tahap),
  };
}
