import { MAX_EVENT_TYPE, MAX_SHORT_TEXT, MAX_TAGS, type EventFields } from './event.ts';
import { fromAliases, hasAlias } from './event-aliases.ts';
import { isIpAddress } from './ip-address.ts';
import { severityOf, type Severity } from './severity.ts';
import { parseTimestampMs, wholeMs } from './timestamp.ts';

export type DecodeErrorCode =
  | 'not_an_object'
  | 'empty_event'
  | 'invalid_event_type'
  | 'invalid_severity'
  | 'invalid_source_ip'
  | 'invalid_destination_ip'
  | 'invalid_event_time'
  | 'invalid_field'
  | 'field_too_long';

export type DecodeResult = { ok: true; fields: EventFields } | { ok: false; code: DecodeErrorCode; detail: string };

/** What an event is called when its sender named no type. */
export const UNCLASSIFIED = 'unclassified';

type Source = Readonly<Record<string, unknown>>;

/**
 * Gives one parsed JSON value its meaning: canonical names, the snake_case names of the requirements and ECS paths
 * are understood; a missing eventType is `unclassified`, a missing severity `informational`.
 * The gateway calls it to check, every reader to understand; both get the same answer for the same bytes.
 * Never throws; never writes to `value`.
 */
export function decodeEvent(value: unknown): DecodeResult {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('not_an_object', 'an event is a JSON object');
  }
  const given = value as Source;
  if (Object.keys(given).length === 0) return refuse('empty_event', 'the object has no fields');
  return decodeCanonical(hasAlias(given) ? fromAliases(given) : given);
}

function decodeCanonical(source: Source): DecodeResult {
  const eventType = eventTypeOf(source.eventType);
  if (eventType === null) {
    return refuse('invalid_event_type', `eventType is text of 1 to ${MAX_EVENT_TYPE} letters, digits, _ and .`);
  }
  const severity = severityField(source.severity);
  if (severity === null) {
    return refuse('invalid_severity', 'severity is informational, low, medium, high, critical, syslog 0-7 or 8-100');
  }
  const fields: EventFields = { eventType, severity };
  return addAddresses(fields, source) ?? addTime(fields, source) ?? addTexts(fields, source) ?? { ok: true, fields };
}

function severityField(value: unknown): Severity | null {
  if (value === undefined || value === null) return 'informational';
  return severityOf(value) ?? null;
}

const canonicalType = /^[a-z0-9_.]{1,64}$/;

function eventTypeOf(value: unknown): string | null {
  if (value === undefined || value === null) return UNCLASSIFIED;
  if (typeof value !== 'string' || value.length > MAX_EVENT_TYPE) return null;
  if (canonicalType.test(value)) return value;
  // ECS actions come as `User-Login` or `Process Create`: the same word in the vocabulary's spelling.
  const folded = value
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9_.]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return canonicalType.test(folded) ? folded : null;
}

function addAddresses(fields: EventFields, source: Source): DecodeResult | undefined {
  const from = source.sourceIp;
  if (from !== undefined && from !== null && from !== '') {
    if (typeof from !== 'string' || !isIpAddress(from)) return refuse('invalid_source_ip', 'sourceIp is no IP address');
    fields.sourceIp = from;
  }
  const to = source.destinationIp;
  if (to !== undefined && to !== null && to !== '') {
    if (typeof to !== 'string' || !isIpAddress(to)) {
      return refuse('invalid_destination_ip', 'destinationIp is no IP address');
    }
    fields.destinationIp = to;
  }
  return undefined;
}

function addTime(fields: EventFields, source: Source): DecodeResult | undefined {
  const exact = source.eventTimeMs;
  const value = exact ?? source.timestamp;
  if (value === undefined || value === null) return undefined;
  // Only a time under another name has its unit guessed: what was decoded once must decode to the same again.
  const ms = typeof exact === 'number' ? wholeMs(exact) : parseTimestampMs(value);
  if (ms === undefined) return refuse('invalid_event_time', 'the event time is neither RFC 3339 nor a Unix time');
  fields.eventTimeMs = ms;
  return undefined;
}

const shortFields = ['user', 'asset', 'action', 'outcome', 'externalId'] as const;
const longFields = ['message', 'raw', 'rawBase64'] as const;

function addTexts(fields: EventFields, source: Source): DecodeResult | undefined {
  for (const name of shortFields) {
    const value = source[name];
    if (value === undefined || value === null) continue;
    const text = typeof value === 'string' ? value : scalarText(value);
    if (text === null) return refuse('invalid_field', `${name} is text`);
    if (text.length > MAX_SHORT_TEXT)
      return refuse('field_too_long', `${name} has more than ${MAX_SHORT_TEXT} characters`);
    fields[name] = text;
  }
  for (const name of longFields) {
    const value = source[name];
    if (value === undefined || value === null) continue;
    const text = typeof value === 'string' ? value : scalarText(value);
    if (text === null) return refuse('invalid_field', `${name} is text`);
    fields[name] = text;
  }
  if (source.payload !== undefined && source.payload !== null) fields.payload = source.payload;
  return addTags(fields, source.tags);
}

function scalarText(value: unknown): string | null {
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
  return null;
}

function addTags(fields: EventFields, value: unknown): DecodeResult | undefined {
  if (value === undefined || value === null) return undefined;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > MAX_TAGS) return refuse('field_too_long', `more than ${MAX_TAGS} tags`);
  const tags: string[] = [];
  for (const tag of list) {
    if (typeof tag !== 'string') return refuse('invalid_field', 'tags are texts');
    if (tag.length > MAX_SHORT_TEXT)
      return refuse('field_too_long', `a tag has more than ${MAX_SHORT_TEXT} characters`);
    tags.push(tag);
  }
  fields.tags = tags;
  return undefined;
}

function refuse(code: DecodeErrorCode, detail: string): DecodeResult {
  return { ok: false, code, detail };
}
