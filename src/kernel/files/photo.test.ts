import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { photoLimits, renderPhoto } from "./photo.ts";
import { animatedGif, noise, plainJpeg, pngOfSize } from "./testing/pictures.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "balai-photo-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function render(bytes: Uint8Array) {
  const path = join(folder, "in");
  await writeFile(path, bytes);
  return renderPhoto(path);
}

async function rendered(bytes: Uint8Array) {
  const result = await render(bytes);
  if (!result.ok) throw new Error(`refused: ${result.error}`);
  return result.value;
}

describe("renderPhoto", () => {
  it("leaves no EXIF, GPS, XMP, ICC or comment in either picture", async () => {
    const source = await sharp(noise(600, 400), { raw: { width: 600, height: 400, channels: 3 } })
      .withExif({
        IFD0: { Make: "TelltaleMaker", Artist: "Siti" },
        IFD3: {
          GPSLatitudeRef: "S",
          GPSLatitude: "7/1 15/1 0/1",
          GPSLongitudeRef: "E",
          GPSLongitude: "112/1 45/1 0/1",
        },
      })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><note>TelltaleXmp</note></x:xmpmeta>')
      .withIccProfile("p3")
      .jpeg()
      .toBuffer();
    const before = await sharp(source).metadata();
    expect(before.exif?.includes("TelltaleMaker")).toBe(true);
    expect(before.xmp).toBeDefined();
    expect(before.icc).toBeDefined();

    const { full, thumb } = await rendered(source);
    for (const picture of [full, thumb]) {
      const { exif, xmp, iptc, icc, comments } = await sharp(picture).metadata();
      expect({ exif, xmp, iptc, icc, comments }).toEqual({});
      for (const trace of ["Telltale", "Exif", "GPS", "Siti"]) expect(picture.includes(trace)).toBe(false);
    }
  });

  it("turns a photo upright as its EXIF says, then forgets the EXIF", async () => {
    // A red left half, tagged "turn 90° clockwise": upright, the red half is on top.
    const left = await sharp({ create: { width: 100, height: 100, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    const source = await sharp({ create: { width: 200, height: 100, channels: 3, background: "blue" } })
      .composite([{ input: left, left: 0, top: 0 }])
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { full, width, height } = await rendered(source);
    expect([width, height]).toEqual([100, 200]);
    const { data } = await sharp(full)
      .extract({ left: 50, top: 20, width: 1, height: 1 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(data[0]).toBeGreaterThan(200);
    expect(data[2]).toBeLessThan(60);
    expect((await sharp(full).metadata()).orientation).toBeUndefined();
  });

  it("makes at most 1920 px and a preview of at most 480 px and 20 kB, even of pure noise", async () => {
    const source = await sharp(noise(3000, 2000), { raw: { width: 3000, height: 2000, channels: 3 } })
      .jpeg()
      .toBuffer();
    const { full, thumb, width, height } = await rendered(source);
    expect([width, height]).toEqual([1920, 1280]);
    expect((await sharp(full).metadata()).format).toBe("jpeg");
    const preview = await sharp(thumb).metadata();
    expect(preview.format).toBe("webp");
    expect(Math.max(preview.width, preview.height)).toBeLessThanOrEqual(480);
    expect(thumb.byteLength).toBeLessThanOrEqual(photoLimits.thumbBytes);
  });

  it("does not enlarge a small photo", async () => {
    const { width, height } = await rendered(await plainJpeg(64, 48));
    expect([width, height]).toEqual([64, 48]);
  });

  it("drops a web page hidden in a comment or after the picture", async () => {
    const page = "<html><script>alert(1)</script></html>";
    const jpeg = await plainJpeg(80, 60);
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, page.length + 2]), Buffer.from(page)]);
    const polyglot = Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2), Buffer.from(page)]);
    const { full, thumb } = await rendered(polyglot);
    expect(full.includes("script")).toBe(false);
    expect(thumb.includes("script")).toBe(false);
  });

  it("reads CMYK and 16-bit pictures into plain sRGB", async () => {
    const cmyk = await sharp({ create: { width: 90, height: 60, channels: 3, background: "green" } })
      .toColourspace("cmyk")
      .jpeg()
      .toBuffer();
    expect((await sharp(cmyk).metadata()).space).toBe("cmyk");
    expect((await sharp((await rendered(cmyk)).full).metadata()).space).toBe("srgb");
    const deep = await sharp({
      create: { width: 90, height: 60, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .toColourspace("rgb16")
      .png()
      .toBuffer();
    const flat = await sharp((await rendered(deep)).full)
      .raw()
      .toBuffer();
    expect(flat[0]).toBeGreaterThan(250);
  });

  it("measures a bomb by its header and never unpacks it", async () => {
    const bomb = pngOfSize(50_000, 50_000);
    expect(bomb.byteLength).toBeLessThan(1_000);
    expect(await render(bomb)).toEqual({ ok: false, error: "too-many-pixels" });
    expect(await render(pngOfSize(6_400, 6_251))).toEqual({ ok: false, error: "too-many-pixels" });
  });

  it("takes fewer pixels of PNG and of pictures in several passes, which cost several times as much", async () => {
    expect(await render(pngOfSize(4_000, 4_001))).toEqual({ ok: false, error: "too-many-costly-pixels" });
    const wide = sharp({ create: { width: 4_001, height: 4_000, channels: 3, background: "grey" } });
    const inPasses = await wide.clone().jpeg({ progressive: true }).toBuffer();
    expect(await render(inPasses)).toEqual({ ok: false, error: "too-many-costly-pixels" });
    expect(await render(await wide.clone().jpeg().toBuffer())).toMatchObject({ ok: true });
  });

  it("refuses moving pictures", async () => {
    expect(await render(animatedGif())).toEqual({ ok: false, error: "animated" });
    const webp = await sharp(animatedGif(), { animated: true }).webp().toBuffer();
    expect((await sharp(webp).metadata()).pages).toBe(2);
    expect(await render(webp)).toEqual({ ok: false, error: "animated" });
  });

  it("refuses a photo whose end is missing", async () => {
    const jpeg = await sharp(noise(800, 600), { raw: { width: 800, height: 600, channels: 3 } })
      .jpeg()
      .toBuffer();
    expect(await render(jpeg.subarray(0, Math.floor(jpeg.byteLength * 0.6)))).toEqual({
      ok: false,
      error: "unreadable",
    });
    const png = await sharp(noise(800, 600), { raw: { width: 800, height: 600, channels: 3 } })
      .png()
      .toBuffer();
    expect(await render(png.subarray(0, Math.floor(png.byteLength * 0.6)))).toEqual({ ok: false, error: "unreadable" });
  });

  it("never hands SVG or TIFF to a decoder, whatever the caller let through", async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
    expect(await render(Buffer.from(svg))).toEqual({ ok: false, error: "unreadable" });
    const tiff = await sharp({ create: { width: 9, height: 9, channels: 3, background: "red" } })
      .tiff()
      .toBuffer();
    expect(await render(tiff)).toEqual({ ok: false, error: "unreadable" });
  });
});
