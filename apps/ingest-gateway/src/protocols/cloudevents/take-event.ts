import { isUtf8 } from 'node:buffer';
import type { ItemParts } from '../../items/body-items.ts';
import { memberOf, trimmed, type ParsedObject } from '../shared/json-bytes.ts';
import { isJsonObject, membersOf, type JsonObject, type Members } from '../shared/splice.ts';
import { bytesOf, takeObject, takeText, takeValue } from '../shared/take-value.ts';
import { fieldsOf, memberAttributes, wrongAttribute } from './attributes.ts';

const JSON_TYPE = /^[^;]*[/+]json\s*(?:;|$)/i;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Takes an event whose attributes and data stand in one JSON object. */
export function takeStructured(parts: ItemParts, parsed: ParsedObject): void {
  const event = parsed.value;
  if (!isJsonObject(event)) return refuse(parts, 'an event is a JSON object');
  const attributes = memberAttributes(event);
  const wrong = wrongAttribute(attributes) ?? wrongData(event);
  if (wrong !== undefined) return refuse(parts, wrong);
  const members = membersOfEvent(attributes);
  const { data, data_base64: base64 } = event;
  if (typeof base64 === 'string') return takeBytes(parts, Buffer.from(base64, 'base64'), attributes, members);
  if (data === undefined || data === null) return parts.items.built({ ...members.values });
  if (!isJsonObject(data)) return takeValue(parts.items, data, members);
  takeObject(parts.items, memberOf(parsed, 'data') ?? bytesOf(JSON.stringify(data)), data, members);
}

/** Takes an event whose attributes came as headers and whose data is the body. */
export function takeBinary(parts: ItemParts, body: Buffer, attributes: JsonObject): void {
  const wrong = wrongAttribute(attributes);
  if (wrong !== undefined) return refuse(parts, wrong);
  takeBytes(parts, body, attributes, membersOfEvent(attributes));
}

function takeBytes(parts: ItemParts, data: Buffer, attributes: JsonObject, members: Members): void {
  const { items } = parts;
  if (data.length === 0) return items.built({ ...members.values });
  if (!isUtf8(data)) return items.built({ ...members.values, rawBase64: data.toString('base64') });
  const { datacontenttype } = attributes;
  const isJson = typeof datacontenttype !== 'string' || JSON_TYPE.test(datacontenttype);
  if (!isJson) return takeText(items, data.toString('utf8'), members);
  const parsed = items.parse(data, 0, data.length);
  if (parsed === undefined) return;
  if (isJsonObject(parsed.value)) return takeObject(items, trimmed(data, 0, data.length), parsed.value, members);
  takeValue(items, parsed.value, members);
}

function membersOfEvent(attributes: JsonObject): Members {
  return membersOf({ ...fieldsOf(attributes), cloudEvent: attributes });
}

function wrongData({ data, data_base64: base64 }: JsonObject): string | undefined {
  if (base64 === undefined || base64 === null) return undefined;
  if (data !== undefined) return 'data and data_base64 exclude each other';
  return typeof base64 === 'string' && base64.length % 4 === 0 && BASE64.test(base64)
    ? undefined
    : 'data_base64 is base64';
}

function refuse({ batch }: ItemParts, detail: string): void {
  batch.refuse('invalid_cloudevent', detail);
}
