const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/** Where a value stands in a text; `end` is behind its last character. */
export interface Span {
  start: number;
  end: number;
}

/**
 * Finds the value of a member in the text of a JSON object that is known to parse, so that it can be passed on as its
 * sender wrote it; of several members of the name the last, as `JSON.parse` has it.
 *
 * @param isLast  no other name comes after it, which spares looking for the end of its value
 * @returns undefined when there is no such member
 */
export function memberSpan(text: string, name: string, isLast: boolean): Span | undefined {
  const quoted = `"${name}"`;
  // Only then nothing behind the first such key can be another one, however it is spelled.
  const isOnly = isLast && text.indexOf(quoted) === text.lastIndexOf(quoted) && !text.includes('\\u00');
  let found: Span | undefined;
  let at = skipSpace(text, skipSpace(text, 0) + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const keyEnd = stringEnd(text, at + 1) + 1;
    const isMember = isKey(text.slice(at, keyEnd), quoted);
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    if (isMember && isOnly) return { start, end: spaceStart(text, text.lastIndexOf('}')) };
    const end = valueEnd(text, start);
    if (isMember) found = { start, end: spaceStart(text, end) };
    at = skipSpace(text, end + 1);
  }
  return found;
}

function isKey(key: string, quoted: string): boolean {
  return key === quoted || (key.includes('\\') && JSON.stringify(JSON.parse(key)) === quoted);
}

/** Position of the comma or closing bracket behind the value at `start`. */
function valueEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at + 1);
    else if (code === COMMA && depth === 0) return at;
    else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return text.length;
}

/** Position of the quote that ends the string whose text begins at `start`. */
function stringEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at += 1;
  }
  return text.length;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function spaceStart(text: string, end: number): number {
  let at = end;
  while (at > 0 && isSpace(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
