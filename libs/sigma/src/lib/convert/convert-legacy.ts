import { createHash } from 'node:crypto';
import { Document, isMap, isScalar, parseAllDocuments } from 'yaml';
import { RULE_LIMITS } from '../parse/limits.ts';
import { parseRules } from '../parse/parse-rules.ts';
import { readLegacyAggregation, type LegacyAggregation } from './legacy-aggregation.ts';

/** The rewritten file and what its author should look at, or why it is left as it is. */
export type Conversion = { text: string; notes: string[] } | { error: string };

export interface ConvertOptions {
  /** For rules whose aggregation names no `timeframe`, e.g. `10m`; without it they are not converted. */
  timespan?: string;
}

/** Attributes that describe the alert and go with it to the correlation. */
const SHARED = [
  'status',
  'description',
  'references',
  'author',
  'date',
  'modified',
  'tags',
  'fields',
  'falsepositives',
];

/**
 * Translates a rule with an old aggregation (`selection | count(field) by group > 5` and `timeframe`) into two
 * documents: the rule over single events, which keeps its id and raises no alerts any more, and a correlation over it.
 * Comments stay. `near`, `min`, `max` and files with `action` are left to people.
 */
export function convertLegacy(text: string, options: ConvertOptions = {}): Conversion {
  try {
    return convert(text, options);
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function convert(text: string, options: ConvertOptions): Conversion {
  if (text.length > RULE_LIMITS.fileCharacters) return { error: 'the file is too large' };
  const documents = parseAllDocuments(text, { schema: 'core', uniqueKeys: false, logLevel: 'silent' });
  if (!Array.isArray(documents)) return { error: 'the file is empty' };
  const notes: string[] = [];
  const converted: string[] = [];
  for (const document of documents) {
    const [fault] = document.errors;
    if (fault) return { error: fault.message };
    if (document.has('action')) return { error: 'files with "action" have to be written as single rules first' };
    const result = convertDocument(document, options);
    if ('error' in result) return result;
    notes.push(...result.notes);
    converted.push(...result.texts);
  }
  if (notes.length === 0) return { error: 'no rule of the file has an aggregation' };
  return checked(converted.join('---\n'), notes);
}

/** What is written must load. */
function checked(text: string, notes: string[]): Conversion {
  const refusal = parseRules(text, 'converted').refused.find(({ code }) => code !== 'unresolved_placeholder');
  return refusal ? { error: `the translated rule is refused, ${refusal.code}: ${refusal.detail}` } : { text, notes };
}

function convertDocument(
  document: Document,
  options: ConvertOptions,
): { texts: string[]; notes: string[] } | { error: string } {
  const condition = document.getIn(['detection', 'condition']);
  if (typeof condition !== 'string' || !condition.includes('|')) return { texts: [spell(document)], notes: [] };
  const aggregation = readLegacyAggregation(condition);
  if (typeof aggregation === 'string') return { error: aggregation };
  const timeframe = document.getIn(['detection', 'timeframe']) ?? options.timespan;
  if (timeframe === undefined) return { error: 'the aggregation names no timeframe: give a timespan' };
  const title = String(document.get('title') ?? 'Untitled');
  const id = textOf(document.get('id')) ?? textOf(document.get('name'));
  if (id === undefined) return { error: 'the rule needs an id, so that the correlation can name it' };
  const correlation = createCorrelation(document, { id, title, timespan: String(timeframe), aggregation });
  rewriteRule(document, title, aggregation);
  return { texts: [spell(document), spell(correlation)], notes: notesOf(condition, aggregation, id) };
}

function textOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

function createCorrelation(
  document: Document,
  facts: { id: string; title: string; timespan: string; aggregation: LegacyAggregation },
): Document {
  const { aggregation } = facts;
  const root = document.contents;
  const shared = isMap(root)
    ? root.items.filter((pair) => isScalar(pair.key) && SHARED.includes(String(pair.key.value)))
    : [];
  const level = document.get('level');
  return new Document({
    title: facts.title,
    id: correlationId(facts.id),
    ...Object.fromEntries(
      shared.map((pair) => [String((pair.key as { value: unknown }).value), jsOf(document, pair.value)]),
    ),
    correlation: {
      type: aggregation.type,
      rules: [facts.id],
      ...(aggregation.groupBy.length > 0 ? { 'group-by': aggregation.groupBy } : {}),
      timespan: facts.timespan,
      condition: {
        ...(aggregation.field === undefined ? {} : { field: aggregation.field }),
        [aggregation.op]: aggregation.value,
      },
    },
    ...(level === undefined ? {} : { level }),
  });
}

function jsOf(document: Document, node: unknown): unknown {
  return typeof node === 'object' && node !== null && 'toJS' in node
    ? (node as { toJS(doc: Document, options: { maxAliasCount: number }): unknown }).toJS(document, {
        maxAliasCount: 100,
      })
    : node;
}

function rewriteRule(document: Document, title: string, { search }: LegacyAggregation): void {
  document.set('title', `${title} - Single Event`);
  document.setIn(['detection', 'condition'], search);
  document.deleteIn(['detection', 'timeframe']);
}

function notesOf(condition: string, aggregation: LegacyAggregation, id: string): string[] {
  const by = aggregation.groupBy.length > 0 ? ` by ${aggregation.groupBy.join(', ')}` : ' over all events';
  const notes = [`"${condition}" became ${aggregation.type}${by}; the rule ${id} itself raises no alerts any more`];
  if (['lt', 'lte', 'eq', 'neq'].includes(aggregation.op)) {
    notes.push(`"${aggregation.op}" holds while the count passes through, so it fires on the first events already`);
  }
  return notes;
}

/** The same rule always gets the same id for its correlation (RFC 9562 version 5, by the rule's id). */
function correlationId(ruleId: string): string {
  const bytes = createHash('sha1').update(`redoubt:correlation:${ruleId}`).digest();
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** Long lines stay as long as their author made them. */
function spell(document: Document): string {
  return document.toString({ lineWidth: 0 });
}
