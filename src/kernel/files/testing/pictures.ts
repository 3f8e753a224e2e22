import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";

// Pictures and documents for the tests of this part, made here so that no binary lies in the checkout.

/** RGB noise that is the same in every run. */
export function noise(width: number, height: number): Buffer {
  const pixels = Buffer.alloc(width * height * 3);
  let state = 0x2545f491;
  for (let at = 0; at < pixels.length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    pixels[at] = state & 0xff;
  }
  return pixels;
}

/** A small plain JPEG; `seed` changes its colour and so its hash. */
export function plainJpeg(width = 120, height = 90, seed = ""): Promise<Buffer> {
  const [r = 0, g = 0, b = 0] = createHash("sha256").update(seed).digest();
  return sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
    .jpeg()
    .toBuffer();
}

/** A PNG whose header claims a size that its few bytes of data cannot fill. */
export function pngOfSize(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(Buffer.alloc(1_000))),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A GIF of two frames of one pixel. */
export function animatedGif(): Buffer {
  const frame = [0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
  const other = frame.with(20, 0x4c);
  return Buffer.from([
    ...Buffer.from("GIF89a", "latin1"),
    ...[1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255],
    ...[0x21, 0xff, 11, ...Buffer.from("NETSCAPE2.0", "latin1"), 3, 1, 0, 0, 0],
    ...frame,
    ...other,
    0x3b,
  ]);
}

/** The first bytes of a HEIC photo: enough to be recognised, which is as far as it gets. */
export function heicHead(): Buffer {
  const box = Buffer.alloc(24);
  box.writeUInt32BE(24, 0);
  box.write("ftypheic", 4, "latin1");
  box.write("mif1heic", 16, "latin1");
  return Buffer.concat([box, Buffer.alloc(200)]);
}

/** A PDF of `pages` pages; `extra` goes into the catalogue, `packed` into a compressed object stream. */
export function pdf(options: { pages?: number; extra?: string; packed?: string; trailer?: string } = {}): Buffer {
  const pages = Array.from({ length: options.pages ?? 1 }, (_, at) => at + 10);
  const parts = [
    Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1"),
    Buffer.from(`1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${options.extra ?? ""} >>\nendobj\n`),
    Buffer.from(
      `2 0 obj\n<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((n) => `${n} 0 R`).join(" ")}] >>\nendobj\n`,
    ),
    ...pages.map((n) => Buffer.from(`${n} 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n`)),
  ];
  if (options.packed !== undefined) {
    const body = deflateSync(Buffer.from(options.packed));
    const dictionary = `<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${body.length} >>`;
    parts.push(Buffer.from(`3 0 obj\n${dictionary}\nstream\n`), body, Buffer.from("\nendstream\nendobj\n"));
  }
  parts.push(Buffer.from(`trailer\n<< /Root 1 0 R ${options.trailer ?? ""} >>\nstartxref\n0\n%%EOF\n`));
  return Buffer.concat(parts);
}
