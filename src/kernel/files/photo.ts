import sharp from "sharp";
import { err, ok, type Result } from "../result/index.ts";

export interface RenderedPhoto {
  readonly full: Buffer;
  readonly thumb: Buffer;
  readonly width: number;
  readonly height: number;
}

export type PhotoFault = "animated" | "too-many-pixels" | "too-many-costly-pixels" | "unreadable";

/** `costlyMegapixels`: for PNG, and for what comes in several passes, which take several times as long as a phone's JPEG. */
export const photoLimits = {
  megapixels: 40,
  costlyMegapixels: 16,
  side: 1920,
  thumbSide: 480,
  thumbBytes: 20_000,
} as const;

/** What people's phones send and what this build of sharp decodes. */
export const photoTypes: ReadonlySet<string> = new Set(["image/jpeg", "image/png", "image/webp", "image/gif"]);

// One image at a time with one thread each: a photo must not take the machine from the other requests.
sharp.concurrency(1);
sharp.cache(false);
// libvips has many more loaders (SVG, TIFF, …); a file that fools our type check must still not reach them.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif"],
});

const pixels = photoLimits.megapixels * 1_000_000;
const costlyPixels = photoLimits.costlyMegapixels * 1_000_000;
const secondsPerPhoto = 20;

/** Smaller and coarser until the preview fits; the last step always does (160 × 160 px). */
const thumbSteps = [
  { side: photoLimits.thumbSide, quality: 70 },
  { side: photoLimits.thumbSide, quality: 50 },
  { side: photoLimits.thumbSide, quality: 30 },
  { side: 360, quality: 30 },
  { side: 240, quality: 25 },
  { side: 160, quality: 20 },
] as const;

/**
 * Makes our own picture from the file at `path`: upright, at most 1920 px a side, JPEG, sRGB, and a WebP preview of at most
 * 480 px and 20 kB. Pixels only go over: EXIF, GPS, XMP, ICC, comments and whatever hides behind the picture stay behind
 * (reports-floods.md §3.9). What cannot be decoded whole is refused.
 */
export async function renderPhoto(path: string): Promise<Result<RenderedPhoto, PhotoFault>> {
  try {
    // Only the header is read here, so a bomb is measured before it is unpacked.
    const header = await sharp(path, { limitInputPixels: false }).metadata();
    if ((header.pages ?? 1) > 1) return err("animated");
    if (header.width * header.height > pixels) return err("too-many-pixels");
    const isCostly = header.format === "png" || header.isProgressive === true;
    if (isCostly && header.width * header.height > costlyPixels) return err("too-many-costly-pixels");
    const { data: full, info } = await sharp(path, { limitInputPixels: pixels, failOn: "error" })
      .autoOrient()
      .resize({ width: photoLimits.side, height: photoLimits.side, fit: "inside", withoutEnlargement: true })
      .flatten({ background: "white" })
      .toColourspace("srgb")
      .jpeg({ quality: 80, progressive: true })
      .timeout({ seconds: secondsPerPhoto })
      .toBuffer({ resolveWithObject: true });
    return ok({ full, thumb: await renderThumb(full), width: info.width, height: info.height });
  } catch {
    // sharp gives one kind of error for everything it cannot decode; no picture of ours came out, so none is stored.
    return err("unreadable");
  }
}

async function renderThumb(full: Buffer): Promise<Buffer> {
  let thumb = full;
  for (const { side, quality } of thumbSteps) {
    thumb = await sharp(full)
      .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
      .webp({ quality, effort: 4 })
      .toBuffer();
    if (thumb.byteLength <= photoLimits.thumbBytes) break;
  }
  return thumb;
}
