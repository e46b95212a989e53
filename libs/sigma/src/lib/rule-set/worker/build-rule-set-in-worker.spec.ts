import { seededRandom } from '@redoubt/test-kit';
import type { RulePack } from '../../model/rule.ts';
import { RuleSet } from '../rule-set.ts';
import { fixtureRules } from '../testing/fixture-rules.ts';
import { RuleDirectedEvents } from '../testing/rule-directed-events.ts';
import { buildRuleSetInWorker } from './build-rule-set-in-worker.ts';

const pack: RulePack = {
  schemaVersion: 1,
  packId: 'fixture',
  version: '1',
  title: 'ü',
  rules: fixtureRules(),
  refused: [],
};

describe('buildRuleSetInWorker', () => {
  it('makes the same set as the thread that asks', async () => {
    const set = await buildRuleSetInWorker(Buffer.from(JSON.stringify(pack)));
    const here = RuleSet.fromPack(pack);
    const events = new RuleDirectedEvents(seededRandom(5), fixtureRules());
    const [one, two]: [number[], number[]] = [[], []];
    for (let count = 0; count < 500; count++) {
      const event = events.next();
      set.match(event, one);
      here.match(event, two);
      expect(one).toEqual(two);
    }
    expect(set.stats()).toEqual(here.stats());
    expect(pack.rules.map((_, index) => set.rule(index))).toEqual(pack.rules);
  }, 60_000);

  it.each([
    ['no JSON', /JSON/],
    ['{}', /schema version/],
    ['{"schemaVersion":2,"rules":[]}', /schema version/],
    ['[]', /schema version/],
  ])(
    'refuses %j',
    async (text, reason) => {
      await expect(buildRuleSetInWorker(Buffer.from(text))).rejects.toThrow(reason);
    },
    60_000,
  );

  it('builds a set of no rules', async () => {
    const set = await buildRuleSetInWorker(Buffer.from(JSON.stringify({ ...pack, rules: [] })));
    expect(set.match({ source: { categories: [], key: '' }, fields: { a: 1 } }, [])).toBe(0);
  }, 60_000);
});
