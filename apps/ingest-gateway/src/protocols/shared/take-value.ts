import type { ItemReader } from '../../items/item-reader.ts';
import type { JsonBytes } from './json-bytes.ts';
import { isJsonObject, spliced, splicedText, type JsonObject, type Members } from './splice.ts';

/** Takes a JSON object of a sender as an event, with what its wrapper says of it. */
export function takeObject(items: ItemReader, bytes: JsonBytes, object: JsonObject, members: Members): void {
  takeLine(items, spliced(bytes, object, members), object, members);
}

/** Whether there are members, and they and the text of an object, from brace to brace, are ASCII. */
export function isPlain(items: ItemReader, text: string, members: Members): boolean {
  const isBraced = text.charCodeAt(0) === 0x7b && text.charCodeAt(text.length - 1) === 0x7d;
  return isBraced && items.isPieceAscii && members.isAscii && !members.isEmpty;
}

/** As `takeObject`, of an object whose text and members are ASCII. */
export function takeAsciiObject(items: ItemReader, text: string, object: JsonObject, members: Members): void {
  takeLine(items, splicedText(text, object, members), object, members);
}

function takeLine(items: ItemReader, line: Buffer, object: JsonObject, members: Members): void {
  items.foreign(
    line,
    object,
    () => ({ ...members.values, ...object }),
    () => ({ ...members.values, payload: object }),
  );
}

/**
 * Takes text as an event: JSON that a sender put into a string is that JSON, anything else a log line.
 *
 * @param members  go before what the line says
 */
export function takeText(items: ItemReader, text: string, members: Members): void {
  const object = text.trimStart().startsWith('{') ? objectIn(items, text) : undefined;
  if (object !== undefined) return takeObject(items, bytesOf(text.trim()), object, members);
  items.built({ ...items.fieldsOf(text), raw: text, ...members.values });
}

/** Takes whatever JSON value a sender gave for an event. */
export function takeValue(items: ItemReader, value: unknown, members: Members): void {
  if (isJsonObject(value)) return takeObject(items, bytesOf(JSON.stringify(value)), value, members);
  if (typeof value === 'object' && value !== null) return items.built({ ...members.values, payload: value });
  takeText(items, String(value), members);
}

/** The bytes of a JSON text. */
export function bytesOf(text: string): JsonBytes {
  const body = Buffer.from(text);
  return { body, start: 0, end: body.length };
}

function objectIn(items: ItemReader, text: string): JsonObject | undefined {
  const value = items.valueOf(text);
  return isJsonObject(value) ? value : undefined;
}
