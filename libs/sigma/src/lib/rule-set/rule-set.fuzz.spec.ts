import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '@redoubt/test-kit';
import { EventContext } from '../evaluate/context.ts';
import { evaluateRule } from '../evaluate/evaluate-rule.ts';
import type { DetectionRule } from '../model/rule.ts';
import type { SigmaEvent } from '../model/sigma-event.ts';
import { buildPack } from '../pack/build-pack.ts';
import { matchesLogSource } from './log-source.ts';
import { RuleSet } from './rule-set.ts';
import { fixtureRules } from './testing/fixture-rules.ts';
import { RuleDirectedEvents } from './testing/rule-directed-events.ts';

const folder = join(process.env.REDOUBT_SHARED ?? join(import.meta.dirname, '../../../../../../shared'), 'sigma');
const isCorpusThere = existsSync(join(folder, 'rules.jsonl')) || process.env.REDOUBT_REQUIRE_CORPUS === '1';

interface Line {
  path: string;
  yaml: string;
  event: Record<string, unknown>;
  logsource?: { product?: string; service?: string; category?: string };
}

function linesOf(name: string): Line[] {
  const lines = readFileSync(join(folder, name), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}

/** Every evaluator of the same rules, and what they found different. */
class Comparison {
  readonly rules: readonly DetectionRule[];
  readonly differences: string[] = [];
  matchCount = 0;
  readonly #cached: RuleSet;
  readonly #uncached: RuleSet;

  constructor(rules: readonly DetectionRule[]) {
    this.rules = rules;
    this.#cached = RuleSet.fromPack({ rules: [...rules] });
    this.#uncached = RuleSet.fromPack({ rules: [...rules] }, { hasCache: false });
  }

  routed(event: SigmaEvent): void {
    const naive = this.#naive(event, (rule) => matchesLogSource(rule.logSource, event.source));
    for (const set of [this.#cached, this.#cached, this.#uncached])
      this.#compare(event, naive, (out) => set.match(event, out));
  }

  unrouted(event: SigmaEvent): void {
    const naive = this.#naive(event, () => true);
    for (const set of [this.#cached, this.#uncached])
      this.#compare(event, naive, (out) => set.matchUnrouted(event, out));
  }

  #naive(event: SigmaEvent, isRouted: (rule: DetectionRule) => boolean): number[] {
    const context = new EventContext(event);
    return this.rules.flatMap((rule, index) => (isRouted(rule) && evaluateRule(rule, event, context) ? [index] : []));
  }

  #compare(event: SigmaEvent, naive: readonly number[], match: (out: number[]) => number): void {
    const out: number[] = [];
    const count = match(out);
    this.matchCount += naive.length;
    if (count !== out.length || out.join() !== naive.join())
      this.differences.push(`${naive.join()} but ${out.join()}: ${JSON.stringify(event)}`);
  }
}

describe('a rule set finds what rule by rule evaluation finds', () => {
  it.each([1, 2, 3])('in events directed at fixture rules, seed %d', (seed) => {
    const comparison = new Comparison(fixtureRules());
    const events = new RuleDirectedEvents(seededRandom(seed), comparison.rules);
    for (let count = 0; count < 800; count++) {
      const event = events.next();
      comparison.routed(event);
      comparison.unrouted(event);
    }
    expect(comparison.differences.slice(0, 3)).toEqual([]);
    expect(comparison.matchCount).toBeGreaterThan(2_000);
  });

  (isCorpusThere ? describe : describe.skip)('with the SigmaHQ rules', () => {
    let comparison: Comparison;

    beforeAll(() => {
      const files = linesOf('rules.jsonl').map(({ path, yaml }) => ({ path, text: yaml }));
      const { rules } = buildPack({ packId: 'sigmahq', version: '1', title: 'SigmaHQ', files });
      comparison = new Comparison(rules.filter((rule) => rule.kind === 'detection'));
    }, 120_000);

    it('in every event of the corpus, routed and unrouted', () => {
      const files = ['oracle-all-rules.jsonl', 'cases-cross.jsonl', 'cases-regression.jsonl', 'cases-semantics.jsonl'];
      const events = new Map(files.flatMap(linesOf).map((line) => [JSON.stringify(line.event), line]));
      for (const { event: fields, logsource = {} } of events.values()) {
        const { category, ...parts } = logsource;
        const source = {
          ...parts,
          categories: category === undefined ? [] : [category],
          key: JSON.stringify(logsource),
        };
        comparison.unrouted({ source, fields });
        comparison.routed({ source, fields });
      }
      expect(comparison.differences.slice(0, 3)).toEqual([]);
      expect(events.size).toBeGreaterThanOrEqual(200);
    }, 120_000);

    it('in events directed at them', () => {
      const events = new RuleDirectedEvents(seededRandom(4), comparison.rules);
      for (let count = 0; count < 400; count++) comparison.routed(events.next());
      for (let count = 0; count < 40; count++) comparison.unrouted(events.next());
      expect(comparison.differences.slice(0, 3)).toEqual([]);
      expect(comparison.matchCount).toBeGreaterThan(1_000);
    }, 120_000);
  });
});
