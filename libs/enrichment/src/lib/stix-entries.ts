import type { ListEntry } from './read-indicators.ts';

type Source = Readonly<Record<string, unknown>>;

/** Longest pattern that is read, in UTF-16 units; a longer one is of no use. */
const MAX_PATTERN = 16 * 1024;
/**
 * Comparisons of a STIX pattern that name one thing; what is not equality tells of no single thing. Read where literals
 * are numbers in quotes, and with every repetition bounded or ended by what it repeats: time grows with the length alone.
 */
const COMPARISON =
  /(?<![a-z0-9-])([a-z0-9-]{1,32}):(value|hashes\.(?:'\d+'|[A-Za-z0-9-]{1,32})|url|name)\s*(?:=|ISSUBSET|IN)\s*(\([\s,'\d]*\)|'\d+')/g;
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
  const split = pattern.length > MAX_PATTERN ? undefined : splitLiterals(pattern);
  if (split === undefined || /\bAND\b|\bFOLLOWEDBY\b|\bNOT\b/.test(split.outside)) return [];
  const texts: string[] = [];
  for (const [, kind, property, operand] of split.outside.matchAll(COMPARISON)) {
    const isNamed = KINDS.has(kind as string) && !((kind === 'file' || kind === 'artifact') && property === 'name');
    if (!isNamed) continue;
    for (const [at] of (operand as string).matchAll(/\d+/g)) texts.push(split.literals[Number(at)] ?? '');
  }
  return texts;
}

/** Literals in quotes, in order, and what stands around them with their numbers in their places; nothing where one has no end. */
function splitLiterals(pattern: string): { outside: string; literals: string[] } | undefined {
  const literals: string[] = [];
  let outside = '';
  for (let at = 0; ;) {
    const open = pattern.indexOf("'", at);
    if (open === -1) return { outside: outside + pattern.slice(at), literals };
    let end = open + 1;
    while (end < pattern.length && pattern[end] !== "'") end += pattern[end] === '\\' ? 2 : 1;
    if (end >= pattern.length) return undefined;
    const text = pattern.slice(open + 1, end);
    outside += `${pattern.slice(at, open)}'${literals.length}'`;
    literals.push(text.includes('\\') ? text.replace(/\\([^])/g, '$1') : text);
    at = end + 1;
  }
}

function isObject(value: unknown): value is Source {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
