/** Addresses of built files, by their source: `kernel/ui/browser/resident.css`. */
export interface Assets {
  url(source: string): string;
}

/**
 * Addresses from the build's manifest (source below `src/` → hashed file name below `base`).
 * `url` throws for a source the build does not know: a page without its stylesheet is a bug to find at once.
 */
export function createAssets(manifest: Readonly<Record<string, string>>, base = "/assets/"): Assets {
  return {
    url(source) {
      const file = manifest[source];
      if (file === undefined) throw new Error(`the build has no asset ${source}`);
      return file.startsWith("/") ? file : base + file;
    },
  };
}
