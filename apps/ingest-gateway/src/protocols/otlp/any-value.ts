import { isJsonObject, type JsonObject } from '../shared/splice.ts';

/** Stops hostile nesting; the whole event is bounded apart. */
const MAX_DEPTH = 32;

/** OTLP's AnyValue as plain JSON; undefined when it has no value. @throws InvalidValue */
export function plainValue(value: unknown, depth = 0): unknown {
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value) || depth > MAX_DEPTH)
    throw new InvalidValue('a value is not an AnyValue, or nests too deep');
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } = value;
  if (stringValue !== undefined) return own(stringValue, typeof stringValue === 'string');
  if (boolValue !== undefined) return own(boolValue, typeof boolValue === 'boolean');
  if (intValue !== undefined) return integer(intValue);
  if (doubleValue !== undefined) return own(doubleValue, typeof doubleValue === 'number' || isSpecial(doubleValue));
  if (bytesValue !== undefined) return bytes(bytesValue, 'base64');
  if (arrayValue !== undefined) return listOf(arrayValue).map((item) => plainValue(item, depth + 1) ?? null);
  return kvlistValue === undefined ? undefined : plainAttributes(listOf(kvlistValue), depth + 1);
}

/** A list of KeyValue as an object. @throws InvalidValue */
export function plainAttributes(list: unknown, depth = 0): JsonObject {
  // Without a prototype, so that a key `__proto__` is a key like others.
  const result = Object.create(null) as Record<string, unknown>;
  if (list === undefined || list === null) return result;
  if (!Array.isArray(list)) throw new InvalidValue('attributes are a list');
  for (const item of list as unknown[]) {
    if (!isJsonObject(item) || typeof item['key'] !== 'string') throw new InvalidValue('an attribute has no key');
    result[item['key']] = plainValue(item['value'], depth) ?? null;
  }
  return result;
}

/** Bytes as text: protobuf gives them as they are, JSON as text already. @throws InvalidValue */
export function bytes(value: unknown, coding: 'hex' | 'base64'): string | undefined {
  if (value instanceof Uint8Array) return value.length === 0 ? undefined : Buffer.from(value).toString(coding);
  return own(value, value === undefined || value === null || typeof value === 'string') as string | undefined;
}

/** What does not have the shape of its message. */
export class InvalidValue extends Error {
  override name = 'InvalidValue';
}

function listOf(value: unknown): unknown[] {
  const list = isJsonObject(value) ? (value['values'] ?? []) : undefined;
  if (!Array.isArray(list)) throw new InvalidValue('a list has no values');
  return list as unknown[];
}

/** 64-bit integers come as text; those that JavaScript can hold become numbers. */
function integer(value: unknown): number | string {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  if (typeof value !== 'string' || !/^-?\d{1,20}$/.test(value)) throw new InvalidValue('an intValue is no integer');
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function isSpecial(value: unknown): boolean {
  return typeof value === 'string' && /^(?:NaN|-?Infinity|-?[\d.]+(?:[eE][+-]?\d+)?)$/.test(value);
}

function own(value: unknown, isRight: boolean): unknown {
  if (!isRight) throw new InvalidValue('a value has the wrong type');
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
