import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DetectionRule, RulePack } from '../model/rule.ts';
import { buildPack } from '../pack/build-pack.ts';
import { parseRules } from '../parse/parse-rules.ts';
import { runCases, type CaseReport } from './run-cases.ts';

const folder = join(process.env.REDOUBT_SHARED ?? join(import.meta.dirname, '../../../../../../shared'), 'sigma');
const isThere = existsSync(join(folder, 'rules.jsonl'));

const linesOf = (name: string): string[] =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '');

const filesOf = (name: string): { path: string; text: string }[] =>
  linesOf(name).map((line) => {
    const { path, yaml } = JSON.parse(line) as { path: string; yaml: string };
    return { path, text: yaml };
  });

const clean = (passed: number): CaseReport => ({ passed, failed: [], skipped: [] });

if (isThere || process.env.REDOUBT_REQUIRE_CORPUS === '1') {
  describe('the SigmaHQ corpus', () => {
    let pack: RulePack;
    let rules: DetectionRule[];

    beforeAll(() => {
      pack = buildPack({ packId: 'sigmahq', version: '1', title: 'SigmaHQ', files: filesOf('rules.jsonl') });
      rules = pack.rules.filter((rule) => rule.kind === 'detection');
    }, 120_000);

    it('loads all rules but those that need values of the organisation', () => {
      expect(rules).toHaveLength(3_755);
      expect(new Set(pack.refused.map((refusal) => refusal.code))).toEqual(new Set(['unresolved_placeholder']));
      expect(pack.refused).toHaveLength(25);
    });

    it('keeps the author of every rule that has one', () => {
      const withAuthor = filesOf('rules.jsonl').filter(({ text }) => /^author:/m.test(text));
      const kept = new Set(rules.filter((rule) => rule.author).map((rule) => rule.path));
      const refused = new Set(pack.refused.map((refusal) => refusal.path));
      expect(withAuthor.filter(({ path }) => !kept.has(path) && !refused.has(path))).toEqual([]);
    });

    it('keeps the digits of a number with leading zeros', () => {
      const rule = rules.find(({ id }) => id === '34aa0252-6039-40ff-951f-939fd6ce47d8');
      const texts = rule?.leaves.flatMap(({ patterns }) => patterns.map((one) => ('text' in one ? one.text : '')));
      expect(texts).toEqual(expect.arrayContaining(['00000429', '00050429']));
    });

    it.each([
      ['cases-regression.jsonl', 146],
      ['cases-cross.jsonl', 812],
      ['cases-semantics.jsonl', 65],
      ['cases-correlation.jsonl', 15],
    ])('%s: all %d cases hold', (name, count) => {
      expect(runCases(linesOf(name), { rules })).toEqual(clean(count));
    });

    it('finds for each of 170 events exactly the rules of the oracle', () => {
      const { excluded } = JSON.parse(readFileSync(join(folder, 'oracle-excluded-rules.json'), 'utf8')) as {
        excluded: Record<string, string[]>;
      };
      const excludedPaths = new Set(Object.keys(excluded));
      expect(runCases(linesOf('oracle-all-rules.jsonl'), { rules, excludedPaths })).toEqual(clean(170));
    }, 120_000);

    it('refuses every rule that counts or looks near, and loads no other in part', () => {
      const codes: Record<string, number> = {};
      for (const { path, text } of filesOf('rules-legacy.jsonl')) {
        for (const { code } of parseRules(text, path).refused) codes[code] = (codes[code] ?? 0) + 1;
      }
      expect(codes).toEqual({
        legacy_aggregation: 55,
        legacy_timeframe: 4,
        unknown_identifier: 4,
        unresolved_placeholder: 3,
      });
    });
  });
} else {
  it.skip('the SigmaHQ corpus is not there: set REDOUBT_SHARED to its folder', () => undefined);
}
