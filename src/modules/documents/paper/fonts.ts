import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { PDFDocument, PDFFont } from "@cantoo/pdf-lib";
import * as fontkit from "fontkit";

/** A face of the letter, embedded with the signs it uses. */
export interface Face {
  readonly font: PDFFont;
  /** The text with a question mark for each sign that the face lacks: archives refuse empty boxes. */
  readable(text: string): string;
}

const resolve = createRequire(import.meta.url).resolve;
const files = {
  regular: "@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf",
  bold: "@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf",
} as const;
/** A part of a face bears six letters before its name (ISO 32000-1, 9.6.4). */
const names = { regular: "BALAIR+Tinos-Regular", bold: "BALAIB+Tinos-Bold" } as const;
const bytes = new Map<keyof typeof files, Buffer>();

/** Embeds a face into the document. */
export async function embedFace(document: PDFDocument, name: keyof typeof files): Promise<Face> {
  document.registerFontkit(fontkit);
  const source = bytes.get(name) ?? readFileSync(resolve(files[name]));
  bytes.set(name, source);
  const font = await document.embedFont(source, {
    subset: true,
    customName: names[name],
    features: { liga: false },
  });
  const known = new Set(font.getCharacterSet());
  return {
    font,
    readable: (text) =>
      [...text.normalize("NFC")].map((sign) => (known.has(sign.codePointAt(0) ?? 0) ? sign : "?")).join(""),
  };
}
