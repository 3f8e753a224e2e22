import { type PDFDocument, type PDFPage, PDFString, rgb } from "@cantoo/pdf-lib";
import { create } from "qrcode";
import type { Face } from "./fonts.ts";

/** A4 in points, and what stays white. */
export const sheet = { width: 595.28, height: 841.89, side: 71, top: 48, bottom: 74 } as const;
export const inner = sheet.width - 2 * sheet.side;
const ink = rgb(0.06, 0.08, 0.09);
const pale = rgb(0.36, 0.4, 0.41);

export interface TextStyle {
  readonly face: Face;
  readonly size: number;
  readonly pale?: boolean;
}

/** The lines of a text within a width. A word that is too long is cut: nothing ever runs over the edge. */
export function linesWithin({ face, size }: TextStyle, text: string, width: number): readonly string[] {
  const { font } = face;
  const fits = (line: string) => font.widthOfTextAtSize(line, size) <= width;
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of face.readable(paragraph).split(/\s+/)) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (fits(longer)) {
        line = longer;
        continue;
      }
      if (line !== "") lines.push(line);
      line = word;
      while (!fits(line)) {
        let cut = line.length - 1;
        while (cut > 1 && !fits(line.slice(0, cut))) cut -= 1;
        lines.push(line.slice(0, cut));
        line = line.slice(cut);
      }
    }
    return [...lines, line];
  });
}

/** Where the pen is: pages follow each other as they fill. */
export interface Pen {
  readonly pages: readonly PDFPage[];
  readonly page: PDFPage;
  readonly y: number;
  /** Moves down. */
  down(points: number): void;
  /** Makes sure that so much fits below; else begins a page. */
  room(points: number): void;
}

export function penOn(document: PDFDocument): Pen {
  const first = document.addPage([sheet.width, sheet.height]);
  const pages = [first];
  let page = first;
  let y = sheet.height - sheet.top;
  return {
    pages,
    get page() {
      return page;
    },
    get y() {
      return y;
    },
    down(points) {
      y -= points;
    },
    room(points) {
      if (y - points >= sheet.bottom) return;
      page = document.addPage([sheet.width, sheet.height]);
      pages.push(page);
      y = sheet.height - sheet.top - 12;
    },
  };
}

export function write(page: PDFPage, style: TextStyle, text: string, x: number, y: number): void {
  const { face, size } = style;
  page.drawText(face.readable(text), { x, y, size, font: face.font, color: style.pale === true ? pale : ink });
}

export function writeCentred(page: PDFPage, style: TextStyle, text: string, y: number): void {
  const width = style.face.font.widthOfTextAtSize(style.face.readable(text), style.size);
  write(page, style, text, (sheet.width - width) / 2, y);
}

/** Beyond this a line looks torn: it stands as it falls. */
const widestGap = 4;

/** A paragraph with straight edges; its last line stands as it falls. */
export function writeParagraph(pen: Pen, style: TextStyle, text: string, leading: number): void {
  const { face, size } = style;
  const lines = linesWithin(style, text, inner);
  for (const [at, line] of lines.entries()) {
    pen.room(leading);
    const words = line.split(" ");
    const spare = inner - face.font.widthOfTextAtSize(line, size);
    const even = spare / Math.max(1, words.length - 1);
    const gap = at === lines.length - 1 || even > widestGap ? 0 : even;
    let x: number = sheet.side;
    for (const word of words) {
      write(pen.page, style, word, x, pen.y - size);
      x += face.font.widthOfTextAtSize(`${word} `, size) + gap;
    }
    pen.down(leading);
  }
}

export function drawRule(page: PDFPage, y: number, thickness: number): void {
  page.drawLine({ start: { x: sheet.side, y }, end: { x: sheet.width - sheet.side, y }, thickness, color: ink });
}

/** A QR code, one box for each dark stretch, and the address in it as a link. */
export function drawQr(page: PDFPage, text: string, x: number, y: number, width: number): void {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const { size, data } = modules;
  const unit = width / size;
  for (let row = 0; row < size; row++) {
    let run = 0;
    for (let column = 0; column <= size; column++) {
      if (column < size && data[row * size + column] === 1) run++;
      else if (run > 0) {
        const top = y + width - row * unit;
        // A hair more than a unit high, so that viewers show no seams between rows.
        page.drawRectangle({
          x: x + (column - run) * unit,
          y: top - unit,
          width: run * unit,
          height: unit * 1.02,
          color: ink,
        });
        run = 0;
      }
    }
  }
  const { context } = page.doc;
  const link = context.obj({
    Type: "Annot",
    Subtype: "Link",
    Rect: [x, y, x + width, y + width],
    Border: [0, 0, 0],
    F: 4,
    A: { Type: "Action", S: "URI", URI: PDFString.of(text) },
  });
  page.node.addAnnot(context.register(link));
}

/** The roof of Balai where an office has no emblem of its own in the installation. */
export function drawEmblem(page: PDFPage, x: number, y: number, width: number): void {
  const scale = width / 48;
  const paint = (path: string, color: ReturnType<typeof rgb>) =>
    page.drawSvgPath(path, { x, y: y + width, scale, color, borderWidth: 0 });
  const [deep, kunyit] = [rgb(0.024, 0.27, 0.286), rgb(0.957, 0.698, 0.212)];
  paint("M24 3 L46 20 L46 23 L2 23 L2 20 Z", deep);
  paint("M2 24.5 L46 24.5 L46 27 L2 27 Z", kunyit);
  for (const left of [6, 15, 28, 37]) paint(`M${left} 29 L${left + 5} 29 L${left + 5} 41 L${left} 41 Z`, deep);
  paint("M2 42.5 L46 42.5 L46 46 L2 46 Z", deep);
}
