import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";

/** The committed icon files. Run this file to draw them again after the mark changed. */
export const iconFiles = [
  { name: "icon-192.png", size: 192, maskable: false },
  { name: "icon-512.png", size: 512, maskable: false },
  // Phones cut this one to circle or squircle: the mark stays within the middle 80 % (W3C manifest, safe zone).
  { name: "icon-maskable-512.png", size: 512, maskable: true },
] as const;

/** The mark on its teal tile, as SVG. */
export function iconSvg(maskable: boolean): string {
  const scale = maskable ? 11.5 : 14.5;
  const edge = (512 - 24 * scale) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" rx="${maskable ? 0 : 96}" fill="#064549"/><g transform="translate(${edge} ${edge}) scale(${scale})"><path fill="#f4b236" d="M12 .8 15.6 6.4 23.6 9.6V11.6H.4V9.6L8.4 6.4Z"/><path fill="#fff" d="M3 13.4h2.2V20H3zM8.3 13.4h2.2V20H8.3zM13.5 13.4h2.2V20h-2.2zM18.8 13.4H21V20h-2.2zM.9 21.2h22.2v2H.9z"/></g></svg>`;
}

/** PNG of `size` pixels, with few colours, so that it stays small. */
export async function drawIcon(icon: { readonly size: number; readonly maskable: boolean }): Promise<Buffer> {
  return sharp(Buffer.from(iconSvg(icon.maskable)), { density: (72 * icon.size) / 512 })
    .resize(icon.size, icon.size)
    .png({ palette: true, colours: 16, compressionLevel: 9, effort: 10 })
    .toBuffer();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(import.meta.dirname, "..", "public");
  for (const icon of iconFiles) writeFileSync(join(folder, icon.name), await drawIcon(icon));
}
