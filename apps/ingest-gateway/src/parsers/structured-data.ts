/** Elements of structured data (RFC 5424 section 6.3) by id, their parameters by name. */
export type StructuredData = Record<string, Record<string, string>>;

/** Beyond it elements and parameters are passed over; the line itself is kept whole in `raw`. */
const MAX_PARAMS = 256;
const PARAM = /([^\s=\]"]{1,128})="((?:[^"\\]|\\.)*)"/gs;
const ESCAPE = /\\(["\\\]])/g;

/** Where structured data that begins at `start` ends (`-` or elements in brackets); -1 when there is none. */
export function structuredDataEnd(line: string, start: number): number {
  if (line[start] === '-') return start + 1;
  if (line[start] !== '[') return -1;
  let at = start;
  while (line[at] === '[') {
    at = elementEnd(line, at);
    if (at < 0) return -1;
  }
  return at;
}

/** Behind the bracket that closes the element which begins at `start`; -1 when it is not closed. */
export function elementEnd(line: string, start: number): number {
  let isQuoted = false;
  for (let at = start + 1; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === 0x5c && isQuoted) at += 1;
    else if (code === 0x22) isQuoted = !isQuoted;
    else if (code === 0x5d && !isQuoted) return at + 1;
  }
  return -1;
}

/** Reads structured data between `start` and `end`, the escapes `\"`, `\\` and `\]` undone. */
export function parseStructuredData(line: string, start: number, end: number): StructuredData | undefined {
  if (line[start] !== '[') return undefined;
  const data: StructuredData = Object.create(null) as StructuredData;
  let left = MAX_PARAMS;
  for (let at = start; at < end && left > 0;) {
    const stop = elementEnd(line, at);
    const element = line.slice(at + 1, stop - 1);
    const idEnd = element.search(/\s|$/);
    const params: Record<string, string> = (data[element.slice(0, idEnd)] ??= Object.create(null) as Record<
      string,
      string
    >);
    for (const [, name, value] of element.slice(idEnd).matchAll(PARAM)) {
      if (left === 0) break;
      left -= 1;
      params[name as string] = (value as string).replace(ESCAPE, '$1');
    }
    left -= 1;
    at = stop;
  }
  return data;
}
