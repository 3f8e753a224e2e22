/** Where a file of a case is fetched; "thumb" is a small picture. */
export function fileHref(id: string, variant: "full" | "thumb" = "full"): string {
  return `/berkas/${id}/${variant}`;
}
