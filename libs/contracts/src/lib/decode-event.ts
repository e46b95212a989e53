import { MAX_EVENT_TYPE, MAX_SHORT_TEXT, MAX_TAGS, type EventFields } from './event.ts';
import { givenFields, type GivenFields } from './event-aliases.ts';
import { isIpAddress } from './ip-address.ts';
import { severityOf } from './severity.ts';
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
  const source = value as Readonly<Record<string, unknown>>;
  for (const _ in source) return decodeGiven(givenFields(source));
  return refuse('empty_event', 'the object has no fields');
}

/** Checks field by field; the first that does not hold refuses the event. */
function decodeGiven(given: GivenFields): DecodeResult {
  const eventType = eventTypeOf(given.eventType);
  if (eventType === null) {
    return refuse('invalid_event_type', `eventType is text of 1 to ${MAX_EVENT_TYPE} letters, digits, _ and .`);
  }
  const severity = given.severity === undefined ? 'informational' : severityOf(given.severity);
  if (severity === undefined) {
    return refuse('invalid_severity', 'severity is informational, low, medium, high, critical, syslog 0-7 or 8-100');
  }
  if (!isAddressOrAbsent(given.sourceIp)) return refuse('invalid_source_ip', 'sourceIp is no IP address');
  if (!isAddressOrAbsent(given.destinationIp)) {
    return refuse('invalid_destination_ip', 'destinationIp is no IP address');
  }
  const eventTimeMs = timeOf(given);
  if (eventTimeMs === null) {
    return refuse('invalid_event_time', 'the event time is neither RFC 3339 nor a Unix time');
  }
  const wrong = wrongText(given) ?? wrongTags(given.tags);
  if (wrong) return wrong;
  // Absent fields are there as undefined: events of one shape keep every reader fast.
  return {
    ok: true,
    fields: {
      eventType,
      severity,
      sourceIp: textOf(given.sourceIp) || undefined,
      destinationIp: textOf(given.destinationIp) || undefined,
      user: textOf(given.user),
      asset: textOf(given.asset),
      action: textOf(given.action),
      outcome: textOf(given.outcome),
      eventTimeMs,
      message: textOf(given.message),
      tags: tagsOf(given.tags),
      payload: given.payload,
      raw: textOf(given.raw),
      rawBase64: textOf(given.rawBase64),
      externalId: textOf(given.externalId),
    },
  };
}

const canonicalType = /^[a-z0-9_.]{1,64}$/;
/** Types that passed the pattern: few are in use, and looking one up is cheaper. When full, the pattern decides. */
const seenTypes = new Set<string>();
const maxSeenTypes = 1_000;

function eventTypeOf(value: unknown): string | null {
  if (value === undefined || value === null) return UNCLASSIFIED;
  if (typeof value !== 'string' || value.length > MAX_EVENT_TYPE) return null;
  if (seenTypes.has(value)) return value;
  if (canonicalType.test(value)) {
    if (seenTypes.size < maxSeenTypes) seenTypes.add(value);
    return value;
  }
  // ECS actions come as `User-Login` or `Process Create`: the same word in the vocabulary's spelling.
  const folded = value
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9_.]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return canonicalType.test(folded) ? folded : null;
}

function isAddressOrAbsent(value: unknown): boolean {
  return value === undefined || value === '' || (typeof value === 'string' && isIpAddress(value));
}

/** Null when the value is no time. Only a time under another name than eventTimeMs has its unit guessed. */
function timeOf({ eventTimeMs, timestamp }: GivenFields): number | undefined | null {
  const value = eventTimeMs ?? timestamp;
  if (value === undefined) return undefined;
  // What was decoded once must decode to the same again.
  const ms = typeof eventTimeMs === 'number' ? wholeMs(eventTimeMs) : parseTimestampMs(value);
  return ms ?? null;
}

const shortFields = ['user', 'asset', 'action', 'outcome', 'externalId'] as const;
const longFields = ['message', 'raw', 'rawBase64'] as const;

function wrongText(given: GivenFields): DecodeResult | undefined {
  // Spelled out: a loop over field names costs several times as much as these comparisons.
  const isFine =
    isShort(given.user) &&
    isShort(given.asset) &&
    isShort(given.action) &&
    isShort(given.outcome) &&
    isShort(given.externalId);
  if (isFine && isText(given.message) && isText(given.raw) && isText(given.rawBase64)) return undefined;
  const notText = [...shortFields, ...longFields].find((name) => !isText(given[name]));
  if (notText !== undefined) return refuse('invalid_field', `${notText} is text`);
  const tooLong = shortFields.find((name) => !isShort(given[name]));
  return refuse('field_too_long', `${tooLong} has more than ${MAX_SHORT_TEXT} characters`);
}

function isShort(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' ? value.length <= MAX_SHORT_TEXT : isText(value));
}

/** Numbers and booleans stand for their text. */
function isText(value: unknown): boolean {
  if (value === undefined || typeof value === 'string' || typeof value === 'boolean') return true;
  return typeof value === 'number' && Number.isFinite(value);
}

function textOf(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : String(value);
}

function wrongTags(value: unknown): DecodeResult | undefined {
  if (value === undefined) return undefined;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > MAX_TAGS) return refuse('field_too_long', `more than ${MAX_TAGS} tags`);
  if (!list.every((tag) => typeof tag === 'string')) return refuse('invalid_field', 'tags are texts');
  const isTooLong = list.some((tag) => (tag as string).length > MAX_SHORT_TEXT);
  return isTooLong ? refuse('field_too_long', `a tag has more than ${MAX_SHORT_TEXT} characters`) : undefined;
}

function tagsOf(value: unknown): string[] | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? (value as string[]) : [value as string];
}

function refuse(code: DecodeErrorCode, detail: string): DecodeResult {
  return { ok: false, code, detail };
}
