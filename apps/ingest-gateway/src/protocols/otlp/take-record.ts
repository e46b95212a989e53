import { parseTimestampMs, severityOf, UNCLASSIFIED, type Severity } from '@redoubt/contracts';
import type { ItemParts } from '../../items/body-items.ts';
import { isJsonObject, type JsonObject } from '../shared/splice.ts';
import { bytes, InvalidValue, plainAttributes, plainValue } from './any-value.ts';
import type { Around, PlacedRecord } from './records.ts';

/** Resource attributes that name what an event is about, best first (OpenTelemetry semantic conventions). */
const ASSET_ATTRIBUTES = ['host.name', 'host.id', 'k8s.node.name', 'service.name'];
const EVENT_NAME = /^[A-Za-z0-9_.]{1,64}$/;
const MAX_SHORT = 1024;

/**
 * Takes a log record as an event: a body of key-value pairs and the attributes stand at its top, where names of ours
 * and ECS names in them have their meaning; a text body is a log line; resource, scope and trace stand under `otlp`.
 */
export function takeRecord({ items, batch }: ItemParts, { record, around }: PlacedRecord): void {
  const event = eventOf(record, around, (text) => items.fieldsOf(text));
  if (typeof event === 'string') return batch.refuse('invalid_log_record', event);
  const { mapped, otlp, content } = event;
  const value = { ...content, ...mapped, otlp };
  items.foreign(
    Buffer.from(JSON.stringify(value)),
    value,
    () => value,
    () => ({ ...mapped, payload: content, otlp }),
  );
}

interface RecordEvent {
  /** Fields of ours. */
  mapped: Record<string, unknown>;
  otlp: Record<string, unknown>;
  /** Attributes and body. */
  content: Record<string, unknown>;
}

/** @returns what is wrong with a record that cannot be read */
function eventOf(
  record: unknown,
  around: Around,
  fieldsOf: (text: string) => { eventType: string; severity: Severity },
): RecordEvent | string {
  if (!isJsonObject(record)) return 'a log record is an object';
  try {
    const attributes = plainAttributes(record['attributes']);
    const body = plainValue(record['body']);
    const severity = severityOfRecord(record);
    const timeMs = nanosToMs(record['timeUnixNano']) ?? nanosToMs(record['observedTimeUnixNano']);
    const mapped = withoutAbsent({
      eventTimeMs: timeMs,
      severity,
      asset: assetOf(around.resource),
      eventType: eventTypeOf(record['eventName']),
    });
    return { mapped, otlp: otlpOf(record, around), content: { ...attributes, ...contentOf(body, fieldsOf) } };
  } catch (error) {
    if (error instanceof InvalidValue) return error.message;
    throw error;
  }
}

function contentOf(
  body: unknown,
  fieldsOf: (text: string) => { eventType: string; severity: Severity },
): Record<string, unknown> {
  if (isJsonObject(body)) return body;
  if (body === undefined || body === '') return {};
  if (typeof body !== 'string') return { payload: body };
  const fields = fieldsOf(body);
  return fields.eventType === UNCLASSIFIED ? { message: body } : { ...fields, raw: body };
}

function otlpOf(record: JsonObject, { resource, scope }: Around): Record<string, unknown> {
  const hasResource = Object.keys(resource).length > 0;
  return withoutAbsent({
    resource: hasResource ? resource : undefined,
    scope,
    severityNumber: typeof record['severityNumber'] === 'number' ? record['severityNumber'] : undefined,
    severityText: record['severityText'] === '' ? undefined : record['severityText'],
    traceId: bytes(record['traceId'], 'hex') || undefined,
    spanId: bytes(record['spanId'], 'hex') || undefined,
    observedTimeMs: nanosToMs(record['observedTimeUnixNano']),
  });
}

/** Four numbers a level, from TRACE at 1 to FATAL at 21 (OpenTelemetry log data model). */
const LEVELS: readonly Severity[] = ['informational', 'informational', 'informational', 'medium', 'high', 'critical'];

function severityOfRecord({ severityNumber, severityText }: JsonObject): Severity | undefined {
  if (severityNumber !== undefined && !(Number.isInteger(severityNumber) && Number(severityNumber) >= 0)) {
    throw new InvalidValue('severityNumber is an integer');
  }
  const byNumber = LEVELS[Math.floor((Number(severityNumber ?? 0) - 1) / 4)];
  if (byNumber !== undefined) return byNumber;
  return typeof severityText === 'string' ? severityOf(severityText) : undefined;
}

/** Nanoseconds come as text or number; 0 is unknown. */
function nanosToMs(value: unknown): number | undefined {
  if (value === undefined || value === null || value === 0 || value === '0' || value === '') return undefined;
  const isWhole = typeof value === 'number' ? Number.isInteger(value) && value > 0 : /^\d{1,20}$/.test(String(value));
  if (!isWhole || (typeof value !== 'string' && typeof value !== 'number')) {
    throw new InvalidValue('a time is no count of nanoseconds');
  }
  // Not by magnitude: a time of OTLP is always in nanoseconds.
  const ms = typeof value === 'number' ? Math.floor(value / 1e6) : Number(BigInt(value) / 1_000_000n);
  return parseTimestampMs(ms) === undefined || ms > 8.64e15 ? undefined : ms;
}

function assetOf(resource: JsonObject): string | undefined {
  for (const name of ASSET_ATTRIBUTES) {
    const value = resource[name];
    if (typeof value === 'string' && value !== '') return value.slice(0, MAX_SHORT);
  }
  return undefined;
}

function eventTypeOf(name: unknown): string | undefined {
  return typeof name === 'string' && EVENT_NAME.test(name) ? name.toLowerCase() : undefined;
}

function withoutAbsent(given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
