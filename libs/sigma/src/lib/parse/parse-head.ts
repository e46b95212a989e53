import { SEVERITIES, type Severity } from '@redoubt/contracts';
import type { LogSource, RuleHead } from '../model/rule.ts';
import type { Warn } from './parse-item.ts';
import { RuleError } from './rule-error.ts';
import { entryOf, mapOf, textOf, textsOf, type RuleMap } from './rule-value.ts';

const SUBJECTS = ['sourceIp', 'user', 'asset'] as const;
const OWN_ATTRIBUTES = ['subject', 'noun', 'inhibitedBy', 'suppressSeconds', 'enabled'];

/**
 * Reads what all kinds of rules have: title, id, level, author and so on, and our own attributes under `redoubt:`.
 *
 * @throws RuleError
 */
export function parseHead(map: RuleMap, path: string, line: number): RuleHead {
  const title = parseTitle(map, line);
  const own = parseOwn(map);
  return {
    id: textOf(map, 'id') ?? textOf(map, 'name') ?? idOfTitle(title),
    ...optional('name', textOf(map, 'name')),
    title,
    level: parseLevel(map),
    ...optional('status', textOf(map, 'status')),
    ...optional('author', textsOf(map, 'author').join(', ') || undefined),
    ...optional('description', textOf(map, 'description')),
    references: textsOf(map, 'references'),
    tags: textsOf(map, 'tags'),
    falsePositives: textsOf(map, 'falsepositives'),
    path,
    line,
    ...own,
  };
}

/** The title of a rule. @throws RuleError when there is none */
export function parseTitle(map: RuleMap, line: number): string {
  const title = textOf(map, 'title')?.trim();
  if (!title) throw new RuleError('missing_title', line, 'the rule has no title');
  return title;
}

/** A rule without id and name is known by its title. */
export function idOfTitle(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/**
 * Reads the log source of a rule or a filter.
 *
 * @throws RuleError when it is missing or names nothing
 */
export function parseLogSource(map: RuleMap, line: number): LogSource {
  const source = mapOf(map, 'logsource');
  if (!source) throw new RuleError('missing_logsource', line, 'the rule has no logsource');
  const logSource = {
    ...optional('product', textOf(source, 'product')),
    ...optional('service', textOf(source, 'service')),
    ...optional('category', textOf(source, 'category')),
  };
  if (Object.keys(logSource).length > 0) return logSource;
  throw new RuleError('missing_logsource', source.line, 'the logsource names no product, service or category');
}

/** Notes what a rule leaves out and gets a default for. */
export function warnOfHead(map: RuleMap, line: number, warn: Warn): void {
  if (textOf(map, 'level') === undefined) warn('missing_level', line, 'the rule has no level and counts as medium');
  const isNamed = textOf(map, 'id') !== undefined || textOf(map, 'name') !== undefined;
  if (!isNamed) warn('missing_id', line, 'the rule has neither id nor name and is known by its title');
}

/** `suppressSeconds` of `redoubt:`, which only correlations have. @throws RuleError */
export function parseSuppressSeconds(map: RuleMap): number | undefined {
  const own = mapOf(map, 'redoubt');
  const value = own && entryOf(own, 'suppressSeconds')?.value;
  if (!value) return undefined;
  if (value.kind === 'scalar' && Number.isInteger(value.value) && (value.value as number) > 0) {
    return value.value as number;
  }
  throw new RuleError('invalid_type', value.line, 'redoubt.suppressSeconds must be a whole number of seconds above 0');
}

function parseLevel(map: RuleMap): Severity {
  const level = textOf(map, 'level')?.toLowerCase();
  if (level === undefined) return 'medium';
  const known = SEVERITIES.find((severity) => severity === level);
  if (known) return known;
  const at = entryOf(map, 'level')?.line ?? map.line;
  throw new RuleError('invalid_level', at, `"${level}" is no level; levels are ${SEVERITIES.join(', ')}`);
}

function parseOwn(map: RuleMap): Pick<RuleHead, 'subject' | 'noun' | 'inhibitedBy' | 'isEnabledByDefault'> {
  const own = mapOf(map, 'redoubt');
  if (!own) return {};
  const unknown = own.entries.find((entry) => !OWN_ATTRIBUTES.includes(entry.key));
  if (unknown) {
    const detail = `redoubt has no attribute "${unknown.key}"; known are ${OWN_ATTRIBUTES.join(', ')}`;
    throw new RuleError('unknown_attribute', unknown.line, detail);
  }
  const subject = textsOf(own, 'subject').map((name) => parseSubject(name, own.line));
  const inhibitedBy = textsOf(own, 'inhibitedBy');
  return {
    ...(subject.length > 0 ? { subject } : {}),
    ...optional('noun', textOf(own, 'noun')),
    ...(inhibitedBy.length > 0 ? { inhibitedBy } : {}),
    ...(isEnabled(own) ? {} : { isEnabledByDefault: false }),
  };
}

function isEnabled(own: RuleMap): boolean {
  const value = entryOf(own, 'enabled')?.value;
  if (!value) return true;
  if (value.kind === 'scalar' && typeof value.value === 'boolean') return value.value;
  throw new RuleError('invalid_type', value.line, 'redoubt.enabled must be true or false');
}

function parseSubject(name: string, line: number): (typeof SUBJECTS)[number] {
  const known = SUBJECTS.find((subject) => subject === name);
  if (known) return known;
  throw new RuleError('invalid_value', line, `"${name}" is no subject; subjects are ${SUBJECTS.join(', ')}`);
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
