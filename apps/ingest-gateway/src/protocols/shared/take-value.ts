import type { ItemReader } from '../../items/item-reader.ts';
import { isJsonObject, spliced, type JsonObject, type Members } from './splice.ts';

/** Takes a JSON object of a sender as an event, with what its wrapper says of it. */
export function takeObject(items: ItemReader, text: string, object: JsonObject, members: Members): void {
  const { line, value } = spliced(text, object, members);
  items.foreign(line, value, () => ({ ...members.values, payload: object }));
}

/**
 * Takes text as an event: JSON that a sender put into a string is that JSON, anything else a log line.
 *
 * @param members  go before what the line says
 */
export function takeText(items: ItemReader, text: string, members: Members): void {
  const object = text.trimStart().startsWith('{') ? objectIn(items, text) : undefined;
  if (object !== undefined) return takeObject(items, text.trim(), object, members);
  items.built({ ...items.fieldsOf(text), raw: text, ...members.values });
}

/** Takes whatever JSON value a sender gave for an event. */
export function takeValue(items: ItemReader, value: unknown, members: Members): void {
  if (isJsonObject(value)) return takeObject(items, JSON.stringify(value), value, members);
  if (typeof value === 'object' && value !== null) return items.built({ ...members.values, payload: value });
  takeText(items, String(value), members);
}

function objectIn(items: ItemReader, text: string): JsonObject | undefined {
  const value = items.valueOf(text);
  return isJsonObject(value) ? value : undefined;
}
