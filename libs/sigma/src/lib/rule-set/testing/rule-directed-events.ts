import type { GlobPart, Pattern } from '../../model/pattern.ts';
import type { DetectionRule, Leaf } from '../../model/rule.ts';
import type { EventSource, SigmaEvent } from '../../model/sigma-event.ts';
import { logSourceKey } from '../log-source.ts';

const NOISE = [
  '',
  ' ',
  '\\',
  '/',
  '-',
  '.',
  'a',
  'kK',
  'C:\\Windows\\',
  '0',
  '–',
  '😀',
  'ß',
  '\ud83d',
  'x'.repeat(300),
];
/** Characters outside ASCII that fold to one inside, or to another outside. */
const LOOKALIKES: Record<string, string> = { k: '\u212a', s: '\u017f', å: '\u212b', σ: 'ς' };

/**
 * Makes events that come near to what rules look for: their own literals in any case, between noise, in lists, nested,
 * as numbers, cut short, null, empty or not at all. The same random numbers make the same events.
 */
export class RuleDirectedEvents {
  readonly #random: () => number;
  readonly #rules: readonly DetectionRule[];

  constructor(random: () => number, rules: readonly DetectionRule[]) {
    this.#random = random;
    this.#rules = rules;
  }

  /** An event that belongs to the log source of one of the rules it is directed at. */
  next(): SigmaEvent {
    const rules = Array.from({ length: 1 + this.#below(3) }, () => this.#pick(this.#rules));
    const fields: Record<string, unknown> = {};
    const canonical: Record<string, unknown> = {};
    const isWhole = this.#chance(0.6);
    for (const leaf of rules.flatMap(({ leaves }) => leaves)) {
      if (isWhole || this.#chance(0.6)) this.#plant(leaf, this.#chance(0.1) ? canonical : fields);
    }
    return { source: this.#sourceOf(rules[0] as DetectionRule), fields, canonical };
  }

  #sourceOf({ logSource }: DetectionRule): EventSource {
    const { product, service, category } = logSource;
    const categories = category === undefined ? [] : [category];
    if (this.#chance(0.1)) categories.push(this.#pick(this.#rules).logSource.category ?? 'none');
    const key = `${logSourceKey(logSource)} ${categories.join()}`;
    return {
      ...(product === undefined ? {} : { product }),
      ...(service === undefined ? {} : { service }),
      categories,
      key,
    };
  }

  #plant({ field, patterns }: Leaf, holder: Record<string, unknown>): void {
    const isAll = this.#chance(0.1);
    const chosen = isAll ? patterns.slice(0, 8) : [this.#pick(patterns)];
    const values = chosen.map((pattern) => this.#wrapped(this.#valueFor(pattern)));
    const value = values.length === 1 ? values[0] : values;
    const name = field ?? this.#pick(['message', 'Data', 'deep.er']);
    const dot = name.indexOf('.');
    if (dot > 0 && this.#chance(0.6)) {
      const inner = { [name.slice(dot + 1)]: value };
      holder[name.slice(0, dot)] = this.#chance(0.3) ? [inner, { other: 1 }] : inner;
    } else {
      holder[name] = value;
    }
  }

  #wrapped(value: unknown): unknown {
    const roll = this.#random();
    if (roll < 0.08) return [this.#noise(), value, null];
    if (roll < 0.1) return [[value]];
    if (roll < 0.12) return [];
    if (roll < 0.14) return null;
    if (roll < 0.15) return { inner: value };
    if (roll < 0.17) return '';
    return roll < 0.18 ? this.#chance(0.5) : value;
  }

  #valueFor(pattern: Pattern): unknown {
    switch (pattern.kind) {
      case 'text':
        return this.#around(this.#bent(pattern.text), pattern.test);
      case 'glob':
        return this.#bent(pattern.parts.map((part) => this.#partOf(part)).join(''));
      case 'number':
        return this.#pick<unknown>([pattern.value, pattern.text, String(pattern.value), pattern.value + 1]);
      case 'boolean':
        return this.#pick<unknown>([pattern.value, String(pattern.value).toUpperCase(), !pattern.value]);
      case 'regex':
        return this.#around(this.#bent(literalOf(pattern.source)), 'contains');
      case 'cidr':
        return this.#pick([pattern.network.split('/')[0], '203.0.113.9', '::1', 'no address']);
      case 'compare':
        return this.#pick<unknown>([pattern.value, pattern.value + 1, String(pattern.value - 1)]);
      case 'time':
        return this.#pick<unknown>(['2024-02-03T04:05:06Z', 1_700_000_000, 'never']);
      default:
        return this.#pick<unknown>([null, '', 'text', 7, undefined]);
    }
  }

  #partOf(part: GlobPart): string {
    if (part.kind === 'text') return part.text;
    return part.kind === 'many' ? this.#noise() : this.#pick(['x', '', '😀']);
  }

  #around(text: string, test: 'equals' | 'startsWith' | 'endsWith' | 'contains'): string {
    const isStrict = this.#chance(0.8);
    const before = isStrict && (test === 'equals' || test === 'startsWith') ? '' : this.#noise();
    const after = isStrict && (test === 'equals' || test === 'endsWith') ? '' : this.#noise();
    return before + text + after;
  }

  /** Other case, look-alikes, now and then a character less. */
  #bent(text: string): string {
    const roll = this.#random();
    if (roll < 0.3) return text;
    if (roll < 0.4) return text.slice(0, -1);
    if (roll < 0.5) return text.toUpperCase();
    return Array.from(text, (unit) => this.#variant(unit)).join('');
  }

  #variant(unit: string): string {
    const roll = this.#random();
    if (roll < 0.05) return LOOKALIKES[unit] ?? unit;
    return roll < 0.5 ? unit.toUpperCase() : unit;
  }

  #noise(): string {
    return this.#pick(NOISE);
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #pick<T>(values: readonly T[]): T {
    return values[this.#below(values.length)] as T;
  }

  #below(end: number): number {
    return Math.floor(this.#random() * end);
  }
}

/** What is left of a regular expression when its signs are taken away: often enough something that it matches. */
function literalOf(source: string): string {
  return source
    .replaceAll(/\\([^A-Za-z0-9])/g, '$1')
    .replaceAll(/\\[sdw]|\[[^\]]*\]/g, '1')
    .replaceAll(/\(\?[a-zA-Z:]*|[(){}|^$]|[*+?]/g, '');
}
