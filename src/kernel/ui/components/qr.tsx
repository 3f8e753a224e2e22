import { create } from "qrcode";

/** The square as SVG path strokes, one run per dark stretch, which compresses far better than one box per module. */
export function qrPath(text: string): { readonly size: number; readonly path: string } {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const { size, data } = modules;
  let path = "";
  for (let row = 0; row < size; row++) {
    let run = 0;
    for (let column = 0; column <= size; column++) {
      const dark = column < size && data[row * size + column] === 1;
      if (dark) run++;
      else if (run > 0) {
        path += `M${column - run} ${row}h${run}`;
        run = 0;
      }
    }
  }
  return { size, path };
}

export interface QrProps {
  /** What the code holds, usually an address. */
  readonly text: string;
  /** What it is for. */
  readonly label: string;
}

/** A QR code drawn by the server, with the quiet zone that scanners need. */
export function Qr({ text, label }: QrProps) {
  const { size, path } = qrPath(text);
  return (
    <svg class="qr" viewBox={`-4 -4.5 ${size + 8} ${size + 8}`} role="img" aria-label={label}>
      <path d={path} />
    </svg>
  );
}
