import { isJsonObject, type JsonObject } from '../shared/splice.ts';
import { Refusal } from '../../http/refusal.ts';
import { plainAttributes } from './any-value.ts';

/** A log record with what stands around it. */
export interface PlacedRecord {
  record: unknown;
  /** Made plain once for all records under it. */
  around: Around;
}

/** Resource and scope of records. */
export interface Around {
  resource: JsonObject;
  scope: JsonObject | undefined;
}

/** Finds the log records of a request. @throws Refusal invalid_message */
export function recordsOf(request: unknown): PlacedRecord[] {
  const records: PlacedRecord[] = [];
  for (const resourceLogs of listIn(request, 'resourceLogs')) {
    const resource = attributesOf(resourceLogs, 'resource');
    for (const scopeLogs of listIn(resourceLogs, 'scopeLogs')) {
      const around = { resource, scope: scopeOf(scopeLogs) };
      for (const record of listIn(scopeLogs, 'logRecords')) records.push({ record, around });
    }
  }
  return records;
}

function listIn(message: unknown, name: string): unknown[] {
  if (!isJsonObject(message)) throw new Refusal('invalid_message', `what holds ${name} is no object`);
  const list = message[name] ?? [];
  if (!Array.isArray(list)) throw new Refusal('invalid_message', `${name} is a list`);
  return list as unknown[];
}

function attributesOf(message: unknown, name: string): JsonObject {
  const inner = isJsonObject(message) ? message[name] : undefined;
  try {
    return plainAttributes(isJsonObject(inner) ? inner['attributes'] : undefined);
  } catch {
    throw new Refusal('invalid_message', `the attributes of a ${name} are no key-value list`);
  }
}

function scopeOf(scopeLogs: unknown): JsonObject | undefined {
  const scope = isJsonObject(scopeLogs) ? scopeLogs['scope'] : undefined;
  if (!isJsonObject(scope)) return undefined;
  const attributes = attributesOf(scopeLogs, 'scope');
  const { name, version } = scope;
  const isEmpty = Object.keys(attributes).length === 0;
  const given = { name: text(name), version: text(version), attributes: isEmpty ? undefined : attributes };
  return Object.values(given).every((value) => value === undefined) ? undefined : given;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
