import { itemEnd, stringEnd } from '../../items/array.ts';

const QUOTE = 0x22;

/** Where a JSON value stands in a body; `end` is behind its last byte. */
export interface JsonBytes {
  body: Buffer;
  start: number;
  end: number;
}

/** The bytes of a range without white space around them. */
export function trimmed(body: Buffer, from: number, to: number): JsonBytes {
  let start = from;
  let end = to;
  while (start < end && isSpace(body[start])) start += 1;
  while (end > start && isSpace(body[end - 1])) end -= 1;
  return { body, start, end };
}

/** A JSON object in a body, known to parse. */
export interface ParsedObject extends JsonBytes {
  text: string;
  value: unknown;
}

/**
 * Finds the value of a member of a JSON object, so that it can be passed on as its sender wrote it; of several members
 * of the name the last, as `JSON.parse` has it.
 */
export function memberOf(object: ParsedObject, name: string): JsonBytes | undefined {
  const quoted = `"${name}"`;
  const { body, start, end, text } = object;
  const at = text.indexOf(quoted);
  // A name that stands there once, in a text that spells no letter otherwise, is the key.
  const isOnce = at !== -1 && text.indexOf(quoted, at + 1) === -1 && !text.includes('\\u00');
  if (!isOnce) return memberByWalk(object, quoted);
  const keyAt = text.length === end - start ? start + at : body.indexOf(quoted, start);
  const valueStart = skipSpace(body, skipSpace(body, keyAt + quoted.length) + 1);
  return trimmed(body, valueStart, itemEnd(body, valueStart));
}

/** Goes through all members; on bytes, since a string takes eight times as long character by character. */
function memberByWalk({ body, start, end }: JsonBytes, quoted: string): JsonBytes | undefined {
  let found: JsonBytes | undefined;
  let at = skipSpace(body, start + 1);
  while (at < end && body[at] === QUOTE) {
    const keyEnd = stringEnd(body, at + 1) + 1;
    const valueStart = skipSpace(body, skipSpace(body, keyEnd) + 1);
    const valueEnd = itemEnd(body, valueStart);
    if (isKey(body.toString('utf8', at, keyEnd), quoted)) found = trimmed(body, valueStart, valueEnd);
    at = skipSpace(body, valueEnd + 1);
  }
  return found;
}

function isKey(key: string, quoted: string): boolean {
  return key === quoted || (key.includes('\\') && JSON.stringify(JSON.parse(key)) === quoted);
}

function skipSpace(body: Buffer, start: number): number {
  let at = start;
  while (isSpace(body[at])) at += 1;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
