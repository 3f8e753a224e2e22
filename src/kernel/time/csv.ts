/** One record of a CSV file, by column name, with the line where it begins (for messages to the operator). */
export interface CsvRecord {
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Reads CSV with a head line (RFC 4180: quotes, doubled quotes, line breaks inside quotes; LF or CRLF; a byte-order mark is skipped).
 * Gives the records one by one, so that a large file is never held twice. Missing fields are empty text, empty lines are skipped.
 */
export function* parseCsv(text: string): Generator<CsvRecord> {
  let columns: readonly string[] | undefined;
  for (const { line, values } of csvLines(text)) {
    if (columns === undefined) {
      columns = values.map((name) => name.trim());
      continue;
    }
    const fields: Record<string, string> = {};
    for (const [index, column] of columns.entries()) fields[column] = values[index] ?? "";
    yield { line, fields };
  }
}

function* csvLines(text: string): Generator<{ line: number; values: string[] }> {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const begin = line;
    const values: string[] = [];
    let ended = false;
    while (!ended) {
      const field = text[at] === '"' ? quotedField(text, at) : plainField(text, at);
      values.push(field.value);
      line += field.breaks;
      at = field.end;
      if (text[at] === ",") at += 1;
      else ended = true;
    }
    if (text[at] === "\r") at += 1;
    if (text[at] === "\n") at += 1;
    line += 1;
    if (values.length > 1 || values[0] !== "") yield { line: begin, values };
  }
}

interface Field {
  readonly value: string;
  readonly end: number;
  readonly breaks: number;
}

const fieldEnd = /[,\n\r]/g;

function plainField(text: string, start: number): Field {
  fieldEnd.lastIndex = start;
  const end = fieldEnd.exec(text)?.index ?? text.length;
  return { value: text.slice(start, end), end, breaks: 0 };
}

function quotedField(text: string, start: number): Field {
  let value = "";
  let at = start + 1;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    // A quote that never closes: the rest of the file is the field; the row then fails its check.
    const stop = quote === -1 ? text.length : quote;
    value += text.slice(at, stop);
    at = stop + 1;
    if (text[at] !== '"') break;
    value += '"';
    at += 1;
  }
  const rest = plainField(text, Math.min(at, text.length));
  return { value: value + rest.value, end: rest.end, breaks: value.split("\n").length - 1 };
}
