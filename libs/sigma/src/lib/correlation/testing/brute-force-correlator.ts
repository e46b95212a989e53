import type { CorrelationRule } from '../../model/rule.ts';

export interface PlainHit {
  ruleId: string;
  eventId: string;
  timeMs: number;
  fields: Readonly<Record<string, unknown>>;
}

export interface PlainMatch {
  ruleId: string;
  group: string;
  timeMs: number;
  value: number;
  count: number;
  addedCount: number;
}

interface Kept {
  hit: PlainHit;
  isCounted: boolean;
}

const holds = {
  gt: (a: number, b: number) => a > b,
  gte: (a: number, b: number) => a >= b,
  lt: (a: number, b: number) => a < b,
  lte: (a: number, b: number) => a <= b,
  eq: (a: number, b: number) => a === b,
  neq: (a: number, b: number) => a !== b,
};

/** Correlations by their definition: keeps every event for ever and looks at every window anew. */
export class BruteForceCorrelator {
  readonly #rules: readonly CorrelationRule[];
  readonly #groups = new Map<string, Kept[]>();
  readonly #isReset: boolean;
  readonly #lastMatchMs = new Map<string, number>();

  constructor(rules: readonly CorrelationRule[], { isReset = false } = {}) {
    this.#rules = rules;
    this.#isReset = isReset;
  }

  observe(hit: PlainHit): PlainMatch[] {
    const matches: PlainMatch[] = [];
    for (const rule of this.#rules.filter(({ rules }) => rules.includes(hit.ruleId))) {
      const match = this.#count(rule, hit);
      if (match === undefined) continue;
      const fields = Object.fromEntries(rule.groupBy.map((name) => [name, hit.fields[name]]));
      matches.push(match, ...this.observe({ ...hit, ruleId: rule.id, timeMs: match.timeMs, fields }));
    }
    return matches;
  }

  #count(rule: CorrelationRule, hit: PlainHit): PlainMatch | undefined {
    const values = rule.groupBy.map((name) => hit.fields[name]);
    if (values.includes(undefined)) return undefined;
    if (rule.type.startsWith('value_') && rule.fields.some((name) => hit.fields[name] === undefined)) return undefined;
    const group = values.join();
    const key = `${rule.id} ${group}`;
    const all = this.#groups.get(key) ?? [];
    this.#groups.set(key, all);
    all.push({ hit, isCounted: false });
    const ends = all.map((kept) => kept.hit.timeMs).sort((a, b) => a - b);
    for (const end of ends.filter((time) => time >= hit.timeMs && time < hit.timeMs + rule.timespanMs)) {
      const window = all.filter((kept) => kept.hit.timeMs > end - rule.timespanMs && kept.hit.timeMs <= end);
      const value = valueOf(
        rule,
        window.map((kept) => kept.hit),
      );
      const isTemporal = rule.type.startsWith('temporal');
      const conditions = rule.conditions.length === 0 && isTemporal ? [everyRule(rule)] : rule.conditions;
      if (!conditions.every(({ op, value: bound }) => holds[op](value, bound))) continue;
      return this.#match(rule, key, group, end, value, window);
    }
    return undefined;
  }

  #match(rule: CorrelationRule, key: string, group: string, timeMs: number, value: number, window: Kept[]) {
    const last = this.#lastMatchMs.get(key);
    if (last !== undefined && Math.abs(timeMs - last) < (rule.suppressSeconds ?? 0) * 1_000) return undefined;
    this.#lastMatchMs.set(key, timeMs);
    const addedCount = window.filter((kept) => !kept.isCounted).length;
    for (const kept of window) kept.isCounted = true;
    if (this.#isReset) {
      const rest = (this.#groups.get(key) as Kept[]).filter((kept) => !window.includes(kept));
      this.#groups.set(key, rest);
    }
    const count = new Set(window.map((kept) => kept.hit.eventId)).size;
    return { ruleId: rule.id, group, timeMs, value, count, addedCount };
  }
}

function everyRule(rule: CorrelationRule): CorrelationRule['conditions'][number] {
  return { op: 'gte', value: rule.type === 'temporal' ? new Set(rule.rules).size : rule.rules.length };
}

function valueOf(rule: CorrelationRule, window: readonly PlainHit[]): number {
  const numbers = () => window.map((hit) => Number(hit.fields[rule.fields[0] as string]));
  switch (rule.type) {
    case 'event_count':
      return window.length;
    case 'value_count':
      return new Set(window.map((hit) => JSON.stringify(rule.fields.map((name) => hit.fields[name])))).size;
    case 'temporal':
      return new Set(window.map((hit) => hit.ruleId)).size;
    case 'temporal_ordered':
      return longest(rule, window);
    case 'value_sum':
      return numbers().reduce((sum, number) => sum + number, 0);
    case 'value_avg':
      return numbers().reduce((sum, number) => sum + number, 0) / window.length;
    case 'value_percentile': {
      const sorted = numbers().sort((a, b) => a - b);
      return sorted[Math.max(0, Math.ceil(((rule.percentile as number) / 100) * sorted.length) - 1)] as number;
    }
  }
}

/** Most rules, in the order of the list, matched by distinct entries in an order that times allow. */
function longest(rule: CorrelationRule, window: readonly PlainHit[]): number {
  const from = (place: number, sinceMs: number, used: readonly PlainHit[]): number => {
    if (place === rule.rules.length) return 0;
    const skipped = from(place + 1, sinceMs, used);
    const fitting = window.filter(
      (hit) => hit.ruleId === rule.rules[place] && hit.timeMs >= sinceMs && !used.includes(hit),
    );
    const earliest = fitting.sort((a, b) => a.timeMs - b.timeMs)[0];
    return earliest === undefined
      ? skipped
      : Math.max(skipped, 1 + from(place + 1, earliest.timeMs, [...used, earliest]));
  };
  return from(0, Number.NEGATIVE_INFINITY, []);
}
