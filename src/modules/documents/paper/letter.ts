import { PDFDocument } from "@cantoo/pdf-lib";
import type { Translate } from "../../../kernel/ui/index.ts";
import type { DocumentContent } from "../domain/content.ts";
import { makeArchival } from "./archival.ts";
import { embedFace, type Face } from "./fonts.ts";
import {
  drawEmblem,
  drawQr,
  drawRule,
  inner,
  linesWithin,
  type Pen,
  penOn,
  sheet,
  type TextStyle,
  write,
  writeCentred,
  writeParagraph,
} from "./sheet.ts";

/** What stands on the paper beside what the document says. */
export interface LetterFrame {
  /** As people read it. */
  readonly code: string;
  /** In the QR code. */
  readonly href: string;
  readonly at: Date;
  /** In Indonesian, as the document is. */
  readonly t: Translate;
  /** Where it is checked, for people. */
  readonly site: string;
}

interface Faces {
  readonly regular: Face;
  readonly bold: Face;
}

const body = 11.5;
const leading = 17;
const labelWidth = 132;
const qrWidth = 112;

/** The letter as an office would send it, for archives; not signed yet. */
export async function drawLetter(content: DocumentContent, frame: LetterFrame): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const faces: Faces = {
    regular: await embedFace(document, "regular"),
    bold: await embedFace(document, "bold"),
  };
  const pen = penOn(document);
  drawHead(pen, faces, content);
  drawTitle(pen, faces, content);
  writeParagraph(pen, { face: faces.regular, size: body }, content.opening, leading);
  pen.down(10);
  drawTable(pen, faces, content);
  pen.down(10);
  const text: TextStyle = { face: faces.regular, size: body };
  // What begins the end of a letter is not torn over two pages.
  pen.room(leading * linesWithin(text, content.closing, inner).length);
  writeParagraph(pen, text, content.closing, leading);
  drawSigning(pen, faces, content, frame);
  drawFeet(pen, faces, content, frame);
  await makeArchival(document, {
    title: `${content.title} ${content.number}`,
    issuer: content.offices.at(-1) ?? "",
    id: `${frame.code} ${content.number}`,
    at: frame.at,
  });
  return document.save({ useObjectStreams: false, updateFieldAppearances: false });
}

/** Emblem, offices from the root down, where the issuing one is, and the double line below. */
function drawHead(pen: Pen, { regular, bold }: Faces, { offices, address }: DocumentContent): void {
  const top = pen.y;
  const emblem = 54;
  const above: TextStyle = { face: bold, size: 12.5 };
  for (const [at, name] of offices.entries()) {
    const isIssuing = at === offices.length - 1;
    const style: TextStyle = isIssuing ? { face: bold, size: 16 } : above;
    for (const line of linesWithin(style, name.toUpperCase(), inner - 2 * (emblem + 12))) {
      writeCentred(pen.page, style, line, pen.y - style.size);
      pen.down(style.size + 4.5);
    }
  }
  const small: TextStyle = { face: regular, size: 10 };
  for (const line of linesWithin(small, address, inner - 2 * (emblem + 12))) {
    writeCentred(pen.page, small, line, pen.y - small.size);
    pen.down(13);
  }
  drawEmblem(pen.page, sheet.side, (top + pen.y) / 2 - emblem / 2, emblem);
  pen.down(9);
  drawRule(pen.page, pen.y, 2.2);
  drawRule(pen.page, pen.y - 3.2, 0.6);
  pen.down(34);
}

function drawTitle(pen: Pen, { regular, bold }: Faces, { title, number }: DocumentContent): void {
  const style: TextStyle = { face: bold, size: 14.5 };
  for (const line of linesWithin(style, title.toUpperCase(), inner)) {
    writeCentred(pen.page, style, line, pen.y - style.size);
    const width = bold.font.widthOfTextAtSize(bold.readable(line), style.size);
    const y = pen.y - style.size - 3.5;
    pen.page.drawLine({
      start: { x: (sheet.width - width) / 2, y },
      end: { x: (sheet.width + width) / 2, y },
      thickness: 0.9,
    });
    pen.down(22);
  }
  // allow text: the abbreviation before every official number
  writeCentred(pen.page, { face: regular, size: body }, `Nomor: ${number}`, pen.y - body);
  pen.down(40);
}

/** Label, colon, value; a value of several lines stays beside its label. */
function drawTable(pen: Pen, { regular }: Faces, { rows }: DocumentContent): void {
  const style: TextStyle = { face: regular, size: body };
  const indent = 24;
  const left = sheet.side + indent;
  const valueAt = left + labelWidth + 12;
  for (const { label, value } of rows) {
    const labels = linesWithin(style, label, labelWidth);
    const values = linesWithin(style, value, sheet.width - sheet.side - valueAt);
    for (let at = 0; at < Math.max(labels.length, values.length); at++) {
      pen.room(leading);
      const y = pen.y - body;
      if (labels[at] !== undefined) write(pen.page, style, labels[at] ?? "", left, y);
      if (at === 0) write(pen.page, style, ":", left + labelWidth, y);
      if (values[at] !== undefined) write(pen.page, style, values[at] ?? "", valueAt, y);
      pen.down(leading);
    }
    pen.down(2);
  }
}

/** Place, day, position and name on the right; the code and how to check it on the left. Never parted from each other. */
function drawSigning(pen: Pen, { regular, bold }: Faces, content: DocumentContent, frame: LetterFrame): void {
  const { t } = frame;
  const { signer, place, day } = content;
  const x = sheet.width / 2 + 12;
  const width = sheet.width - sheet.side - x;
  const style: TextStyle = { face: regular, size: body };
  const small: TextStyle = { face: regular, size: 9, pale: true };
  const name: TextStyle = { face: bold, size: body };
  const positions = linesWithin(style, signer.position, width);
  const names = linesWithin(name, signer.name, width);
  const notes = linesWithin(small, t("documents.letter.signed"), width);
  const hints = linesWithin(small, t("documents.letter.check", { site: frame.site }), qrWidth + 62);
  const needed = Math.max(
    leading * (positions.length + names.length + 1) + 13 * notes.length + 40,
    qrWidth + 14 + 11.5 * (hints.length + 1),
  );
  pen.down(30);
  pen.room(needed);
  const top = pen.y;
  const line = (of: TextStyle, text: string, step: number) => {
    write(pen.page, of, text, x, pen.y - of.size);
    pen.down(step);
  };
  line(style, [place, inWords(day)].filter((part) => part !== "").join(", "), leading);
  for (const text of positions) line(style, `${text}${text === positions.at(-1) ? "," : ""}`, leading);
  pen.down(16);
  for (const text of notes) line(small, text, 12);
  pen.down(14);
  for (const text of names) line(name, text, leading);
  drawQr(pen.page, frame.href, sheet.side, top - qrWidth, qrWidth);
  let y = top - qrWidth - 14;
  write(pen.page, { face: bold, size: 10.5 }, frame.code, sheet.side, y);
  for (const text of hints) {
    y -= 11.5;
    write(pen.page, small, text, sheet.side, y);
  }
}

/** On each page: what it belongs to, and which page it is. */
function drawFeet(pen: Pen, { regular }: Faces, { number }: DocumentContent, { t, code }: LetterFrame): void {
  const small: TextStyle = { face: regular, size: 8.5, pale: true };
  for (const [at, page] of pen.pages.entries()) {
    drawRule(page, sheet.bottom - 22, 0.5);
    const law = linesWithin(small, t("documents.letter.law"), inner - 130);
    for (const [line, text] of law.entries()) write(page, small, text, sheet.side, sheet.bottom - 34 - line * 10.5);
    const pages = t("documents.letter.page", { page: at + 1, of: pen.pages.length });
    for (const [line, text] of [pages, number, code].slice(0, at === 0 ? 1 : 3).entries()) {
      const width = regular.font.widthOfTextAtSize(regular.readable(text), small.size);
      write(page, small, text, sheet.width - sheet.side - width, sheet.bottom - 34 - line * 10.5);
    }
  }
}

/** "24 November 2026", as letters have it. */
function inWords(day: string): string {
  return new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
}
