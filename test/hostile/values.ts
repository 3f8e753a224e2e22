import { newId, newPublicCode } from "../../src/kernel/ids/index.ts";

/** Marks that must never come back as they were sent: as a tag, or as text that was run. */
export const htmlMark = '<b id="jahat">';

/** Text that nobody should send, by what it tries. */
export const hostileTexts: Readonly<Record<string, string>> = {
  empty: "",
  spaces: " \t\u00a0\u3000 ",
  long: "a".repeat(10_000),
  "long words": "jalan rusak ".repeat(800),
  emoji: "👩🏽‍🔧🙏🇮🇩".repeat(20),
  "right to left": "سوربايا \u202egnp.exe\u202c \u2067x\u2069",
  "marks without end": `a${"\u0301".repeat(200)}`,
  nul: "a\u0000b",
  controls: "\u0001\u0008\u001b[31m\u007f\r\nSet-Cookie: x=1",
  "half a character": "\ud800x\udfff",
  sql: "'; drop table cases.case; --",
  "sql in a list": "1) or (1=1",
  html: `${htmlMark}</b><script>alert(1)</script>"' onload=alert(1) x="`,
  template: "{{7*7}} #{7*7} {nama} <%= 7 %>",
  path: "../../../../etc/passwd",
  "windows path": "..\\..\\..\\windows\\win.ini",
  address: "//evil.example/%2e%2e",
  "script address": "javascript:alert(1)",
  "huge number": `1${"0".repeat(400)}`,
  "no number": "NaN",
  "minus infinity": "-Infinity",
  "broken number": "1e309",
  date: "0000-99-99T99:99:99Z",
  json: '{"__proto__":{"admin":true},"a":[[[[]]]]}',
  "foreign id": newId(),
  "foreign code": newPublicCode(),
  "almost a code": "7K4M-2QX8-D3R1",
  cursor: Buffer.from(`-271821-04-20T00:00:00.000Z|${newId()}`).toString("base64url"),
  prototype: "__proto__",
  constructor: "constructor",
};

/** Bytes for a body or a file, the same in every run. */
export function noiseBytes(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let state = 0x9e3779b9;
  for (let at = 0; at < size; at += 1) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    bytes[at] = state >>> 24;
  }
  return bytes;
}
