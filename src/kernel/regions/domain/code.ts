export const levels = ["province", "regency", "district", "village"] as const;
/** province; regency: kabupaten or kota; district: kecamatan; village: desa or kelurahan. */
export type Level = (typeof levels)[number];

const codePattern = /^\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$/;

/** Whether `text` has the form of a Kemendagri code, e.g. "35.78.08.1002". Whether it exists, only the table knows. */
export function isRegionCode(text: string): boolean {
  return codePattern.test(text);
}

export function levelOf(code: string): Level {
  return levels[code.split(".").length - 1] ?? "village";
}

/** "35.78.08" → "35.78"; undefined for a province. */
export function parentOf(code: string): string | undefined {
  const cut = code.lastIndexOf(".");
  return cut === -1 ? undefined : code.slice(0, cut);
}

/** The codes above, province first: "35.78.08" → ["35", "35.78"]. */
export function ancestorCodes(code: string): readonly string[] {
  const parts = code.split(".");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
}

/** Whether `code` is `root` or lies in it. The root "" is the whole country. */
export function isWithin(code: string, root: string): boolean {
  return root === "" || code === root || code.startsWith(`${root}.`);
}

/**
 * Whether a region somebody chose goes with the place of a point: `nowhere` when the point lies in no region. Boundaries are drawn roughly: only a point
 * that lies clearly in another region contradicts the choice.
 */
export function fitOf(
  location: { readonly code: string; readonly exact: boolean } | undefined,
  chosen: string,
): "inside" | "outside" | "unknown" | "nowhere" {
  if (location === undefined) return "nowhere";
  if (isWithin(chosen, location.code) || isWithin(location.code, chosen)) return "inside";
  return location.exact ? "outside" : "unknown";
}
