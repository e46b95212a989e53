/** Longest field that is kept; a quote that is never closed would otherwise swallow the file. */
const MAX_FIELD = 64 * 1024;

/**
 * The rows of a CSV text (RFC 4180), fields divided by commas, semicolons or tabs, whichever the first row that has any has most of.
 * Blank lines and lines that begin with `#` are passed over.
 *
 * @throws Error for a field longer than 64 KiB
 */
export function* csvRows(text: string): Generator<string[]> {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  let delimiter: string | undefined;
  for (let at = 0; at < body.length;) {
    const lineEnd = endOfLine(body, at);
    const first = body[at];
    if (first === '#' || body.slice(at, lineEnd).trim() === '') {
      at = lineEnd + 1;
      continue;
    }
    delimiter ??= delimiterOf(body.slice(at, lineEnd));
    const { fields, next } = rowAt(body, at, delimiter ?? ',');
    at = next;
    yield fields;
  }
}

function rowAt(text: string, start: number, delimiter: string): { fields: string[]; next: number } {
  const fields: string[] = [];
  // Looked for once, and again behind quotes that hold line feeds: a row may have a million fields.
  let lineEnd = endOfLine(text, start);
  for (let at = start; ;) {
    const isQuoted = text[at] === '"';
    const { field, end } = isQuoted ? quotedField(text, at) : plainField(text, at, lineEnd, delimiter);
    if (end > lineEnd) lineEnd = endOfLine(text, end);
    fields.push(field);
    if (text[end] === delimiter) at = end + 1;
    else return { fields, next: lineEnd + 1 };
  }
}

/** Compares character by character: looking for a delimiter that is in no line would read the text to its end each time. */
function plainField(text: string, start: number, lineEnd: number, delimiter: string): { field: string; end: number } {
  let end = start;
  while (end < lineEnd && text[end] !== delimiter) end += 1;
  return { field: text.slice(start, end).trim(), end };
}

/** `""` stands for a quote. What follows the closing quote up to the delimiter is dropped. */
function quotedField(text: string, start: number): { field: string; end: number } {
  let field = '';
  for (let at = start + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return { field: checked(field + text.slice(at)), end: text.length };
    field = checked(field + text.slice(at, quote));
    if (text[quote + 1] !== '"') return { field, end: quote + 1 };
    field += '"';
    at = quote + 2;
  }
}

function checked(field: string): string {
  if (field.length > MAX_FIELD) throw new Error(`a field of the CSV is longer than ${MAX_FIELD} characters`);
  return field;
}

/** Undefined when the line has none: a later one decides then. */
function delimiterOf(line: string): string | undefined {
  const count = (char: string): number => line.split(char).length - 1;
  const best = [',', ';', '\t'].reduce((most, char) => (count(char) > count(most) ? char : most));
  return count(best) > 0 ? best : undefined;
}

function endOfLine(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  return feed === -1 ? text.length : feed;
}
