import type { ListEntry } from './read-indicators.ts';

type Source = Readonly<Record<string, unknown>>;

/** Types of MISP attributes whose value names one thing; of `a|b` types, the part that does. */
const PARTS: ReadonlyMap<string, number> = new Map([
  ...['ip-src', 'ip-dst', 'domain', 'hostname', 'url', 'uri', 'link', 'md5', 'sha1', 'sha256'].map(
    (type): [string, number] => [type, 0],
  ),
  ...['email-src', 'email-dst', 'email', 'ip-src|port', 'ip-dst|port', 'hostname|port', 'domain|ip'].map(
    (type): [string, number] => [type, 0],
  ),
  ...['filename|md5', 'filename|sha1', 'filename|sha256'].map((type): [string, number] => [type, 1]),
]);

/**
 * Indicators of a MISP export: one event, a list of events, or the answer of its search (`{response}`), attributes of
 * objects included. Attributes that are not marked for detection (`to_ids`) or deleted are context and left out.
 *
 * @throws Error when there are no events and no attributes
 */
export function* mispEntries(value: unknown): Generator<ListEntry> {
  const events = eventsOf(value);
  if (events.length === 0) throw new Error('the MISP text has no events');
  for (const event of events) {
    const info = typeof event['info'] === 'string' ? event['info'] : undefined;
    const objects = listOf(event['Object']);
    const attributes = [event, ...objects].flatMap((holder) => listOf(holder['Attribute']));
    for (const attribute of attributes) {
      const part = PARTS.get(String(attribute['type']));
      if (part === undefined || attribute['to_ids'] !== true || attribute['deleted'] === true) continue;
      const threat = info ?? (typeof attribute['category'] === 'string' ? attribute['category'] : undefined);
      const text = String(attribute['value']).split('|')[part] ?? '';
      yield { text, ...(threat === undefined ? {} : { threat }) };
    }
  }
}

function eventsOf(value: unknown): Source[] {
  const response = isObject(value) && 'response' in value ? value['response'] : value;
  if (isObject(response) && 'Attribute' in response) return [response];
  const list = Array.isArray(response) ? (response as unknown[]) : [response];
  return list.flatMap((entry) => (isObject(entry) && isObject(entry['Event']) ? [entry['Event']] : []));
}

function listOf(value: unknown): Source[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
}

function isObject(value: unknown): value is Source {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
