import type { ListEntry } from './read-indicators.ts';

type Source = Readonly<Record<string, unknown>>;

/** Comparisons of a STIX pattern that name one thing; what is not equality tells of no single thing. */
const COMPARISON =
  /([a-z0-9-]+):(value|hashes\.(?:'[^']+'|[A-Za-z0-9-]+)|url|name)\s*(=|ISSUBSET|IN)\s*(\([^)]*\)|'(?:[^'\\]|\\.)*')/g;
const LITERAL = /'((?:[^'\\]|\\.)*)'/g;
const KINDS: ReadonlySet<string> = new Set([
  ...['ipv4-addr', 'ipv6-addr', 'domain-name', 'url', 'email-addr', 'file', 'artifact'],
]);

/**
 * Indicators of a STIX 2.1 bundle, or of what TAXII 2.1 gives (`{objects}`): `indicator` objects that are not revoked,
 * by the comparisons in their pattern. A pattern whose comparisons hold together (`AND`) names what none of them names
 * alone, and is left out.
 *
 * @throws Error when there are no objects
 */
export function* stixEntries(value: unknown): Generator<ListEntry> {
  const objects = isObject(value) && Array.isArray(value['objects']) ? (value['objects'] as unknown[]) : undefined;
  if (objects === undefined) throw new Error('the STIX text has no objects');
  for (const object of objects) {
    if (!isObject(object) || object['type'] !== 'indicator' || object['revoked'] === true) continue;
    const { pattern, name, confidence, valid_until: validUntil } = object;
    if (typeof pattern !== 'string' || (object['pattern_type'] ?? 'stix') !== 'stix') continue;
    const about = {
      ...(typeof name === 'string' ? { threat: name } : {}),
      ...(typeof confidence === 'number' ? { confidence } : {}),
      ...(typeof validUntil === 'string' && !Number.isNaN(Date.parse(validUntil))
        ? { validUntilMs: Date.parse(validUntil) }
        : {}),
    };
    const texts = textsOf(pattern);
    if (texts.length === 0) yield { text: '', ...about };
    for (const text of texts) yield { text, ...about };
  }
}

function textsOf(pattern: string): string[] {
  const outside = pattern.replace(LITERAL, "''");
  if (/\bAND\b|\bFOLLOWEDBY\b|\bNOT\b/.test(outside)) return [];
  const texts: string[] = [];
  for (const [, kind, property, , operand] of pattern.matchAll(COMPARISON)) {
    const isNamed = KINDS.has(kind as string) && !((kind === 'file' || kind === 'artifact') && property === 'name');
    if (!isNamed) continue;
    for (const [, text] of (operand as string).matchAll(LITERAL)) texts.push((text as string).replace(/\\(.)/g, '$1'));
  }
  return texts;
}

function isObject(value: unknown): value is Source {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
