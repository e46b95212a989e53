import { FIELD_ALIASES, FIELD_ECS_PATHS, FIELD_PRODUCT_PATHS, type EventFields } from '@redoubt/contracts';

/** One field of the events of a source. */
export interface FieldUse {
  /** Dotted path. */
  field: string;
  /** Events that have it. */
  events: number;
  /** JSON types that its values had, with how many events each: more than one is a drift. */
  types: Record<string, number>;
  /** A value of it means nothing to the platform beyond its own name. */
  isUnmapped: boolean;
}

/** The fields of one log source. */
export interface SourceFields {
  source: string;
  events: number;
  unclassified: number;
  fields: FieldUse[];
  /** More fields than are reported were there. */
  isTruncated: boolean;
}

/** Fields remembered per source; further ones are only noted as being there. */
export const MAX_REPORTED_FIELDS = 500;
const MAX_SOURCES = 200;
const MAX_DEPTH = 4;

const CANONICAL = [
  ...['eventType', 'severity', 'sourceIp', 'destinationIp', 'user', 'asset', 'action', 'outcome', 'eventTimeMs'],
  ...['timestamp', 'message', 'tags', 'raw', 'rawBase64', 'externalId'],
];
const MAPPED: ReadonlySet<string> = new Set([
  ...CANONICAL,
  ...[FIELD_ALIASES, FIELD_ECS_PATHS, FIELD_PRODUCT_PATHS].flatMap((table) => Object.values(table).flat()),
]);

interface Seen {
  events: number;
  unclassified: number;
  fields: Map<string, { events: number; types: Map<string, number> }>;
  isTruncated: boolean;
}

/** Learns from events, one by one, which fields their sources use. Bounded by sources and by fields of each. */
export class FieldReport {
  readonly #sources = new Map<string, Seen>();

  /** @param value  JSON.parse of the event */
  add(value: unknown, fields: EventFields): void {
    const seen = this.#seen(sourceOf(value, fields));
    seen.events += 1;
    if (fields.eventType === 'unclassified') seen.unclassified += 1;
    for (const [path, type] of pathsIn(value, '', 0)) note(seen, path, type);
  }

  /** Sources with most events first; of each, fields with most events first. */
  sources(): SourceFields[] {
    return [...this.#sources]
      .map(([source, seen]) => ({
        source,
        events: seen.events,
        unclassified: seen.unclassified,
        fields: [...seen.fields]
          .map(([field, { events, types }]) => ({
            field,
            events,
            types: Object.fromEntries(types),
            isUnmapped: !isMapped(field),
          }))
          .sort((a, b) => b.events - a.events || a.field.localeCompare(b.field)),
        isTruncated: seen.isTruncated,
      }))
      .sort((a, b) => b.events - a.events || a.source.localeCompare(b.source));
  }

  #seen(source: string): Seen {
    const name = this.#sources.has(source) || this.#sources.size < MAX_SOURCES ? source : 'others';
    let seen = this.#sources.get(name);
    if (seen === undefined) {
      seen = { events: 0, unclassified: 0, fields: new Map(), isTruncated: false };
      this.#sources.set(name, seen);
    }
    return seen;
  }
}

function note(seen: Seen, path: string, type: string): void {
  let field = seen.fields.get(path);
  if (field === undefined) {
    if (seen.fields.size >= MAX_REPORTED_FIELDS) {
      seen.isTruncated = true;
      return;
    }
    field = { events: 0, types: new Map() };
    seen.fields.set(path, field);
  }
  field.events += 1;
  field.types.set(type, (field.types.get(type) ?? 0) + 1);
}

/** What the gateway built says its format and program; what a sender built, its dataset, channel or product. */
function sourceOf(value: unknown, fields: EventFields): string {
  const event = isObject(value) ? value : {};
  const payload = isObject(fields.payload) ? fields.payload : {};
  const module = isObject(event['event']) ? event['event'] : {};
  const words = [payload['format'], payload['program'], event['event.dataset'], module['dataset'], event['Channel']];
  const texts = [...words, event['eventSource']].filter(
    (word): word is string => typeof word === 'string' && word !== '',
  );
  return texts.length === 0 ? 'json' : texts.slice(0, 2).join('/').slice(0, 128);
}

function isMapped(field: string): boolean {
  if (MAPPED.has(field)) return true;
  // What the gateway wrote into the payload has a meaning of its own.
  return /^payload\.(?:format|program|pid|facility|syslogSeverity|messageId|repeat)$/.test(field);
}

function* pathsIn(value: unknown, path: string, depth: number): Generator<[path: string, type: string]> {
  if (!isObject(value) || depth >= MAX_DEPTH) {
    if (path !== '') yield [path, typeOf(value)];
    return;
  }
  for (const name in value) {
    const inner = path === '' ? name : `${path}.${name}`;
    if (MAPPED.has(inner)) yield [inner, typeOf(value[name])];
    else yield* pathsIn(value[name], inner, depth + 1);
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
