import { withoutLineFeeds } from '../../items/item-reader.ts';

/** Members that a protocol's wrapper adds to an event, as object and as the JSON text of its inside. */
export interface Members {
  values: Readonly<Record<string, unknown>>;
  /** Without braces; empty when there are none. */
  text: string;
}

export const NO_MEMBERS: Members = { values: {}, text: '' };

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members that have a value. */
export function membersOf(given: JsonObject): Members {
  const values: Record<string, unknown> = {};
  for (const name in given) if (given[name] !== undefined) values[name] = given[name];
  const text = JSON.stringify(values).slice(1, -1);
  return text === '' ? NO_MEMBERS : { values, text };
}

/**
 * Puts members before those of a JSON object, which stays as its sender wrote it; where both have a name, the sender's
 * counts.
 *
 * @param text  the text of `object`, from brace to brace
 */
export function spliced(text: string, object: JsonObject, given: Members): { line: Buffer; value: JsonObject } {
  const added = withoutOwn(given, object);
  if (added.text === '') return { line: withoutLineFeeds(Buffer.from(text)), value: object };
  const separator = isEmpty(object) ? '' : ',';
  const line = Buffer.from(`{${added.text}${separator}${text.slice(1)}`);
  return { line: withoutLineFeeds(line), value: { ...added.values, ...object } };
}

function withoutOwn(given: Members, object: JsonObject): Members {
  for (const name in given.values) {
    if (!Object.hasOwn(object, name)) continue;
    return membersOf(Object.fromEntries(Object.entries(given.values).filter(([key]) => !Object.hasOwn(object, key))));
  }
  return given;
}

function isEmpty(object: JsonObject): boolean {
  for (const _ in object) return false;
  return true;
}
