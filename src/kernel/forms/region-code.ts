import { type RegionLevel, regionLevels } from "../services/index.ts";
import type { FormContext } from "./context.ts";

const codePattern = /^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$/;

/** Whether a text has the form of a region code (Kemendagri: `35`, `35.78`, `35.78.08`, `35.78.08.1001`). */
export function isRegionCode(text: string): boolean {
  return codePattern.test(text);
}

/** Number of parts of a region code: 0 for the whole country, 1 province … 4 village. */
export function depthOf(code: string): number {
  return code === "" ? 0 : code.split(".").length;
}

/** Whether a region is the other or lies in it. */
export function isWithin(code: string, ancestor: string): boolean {
  return ancestor === "" || code === ancestor || code.startsWith(`${ancestor}.`);
}

/** The code's ancestor of a depth. */
export function ancestorOf(code: string, depth: number): string {
  return code.split(".").slice(0, depth).join(".");
}

/** Below which region a question looks. */
export function rootOf(question: { readonly anywhere?: boolean }, context: FormContext): string {
  return question.anywhere === true ? "" : context.rootRegion;
}

/** The levels a person chooses, from the root down to the wanted one; none when the root is there already. */
export function levelsBelow(root: string, level: RegionLevel): readonly RegionLevel[] {
  return regionLevels.slice(depthOf(root), regionLevels.indexOf(level) + 1);
}
