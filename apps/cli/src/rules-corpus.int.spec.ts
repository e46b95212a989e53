import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readPack } from '@redoubt/rulebook';
import type { RulePack } from '@redoubt/sigma';
import { CliStage } from './testing/cli-stage.ts';

jest.setTimeout(300_000);
const shared = process.env.REDOUBT_SHARED ?? join(import.meta.dirname, '../../../../shared');
const corpus = (name: string): string => join(shared, 'sigma', name);

if (existsSync(corpus('rules.jsonl')) || process.env.REDOUBT_REQUIRE_CORPUS === '1') {
  describe('the SigmaHQ corpus', () => {
    let stage: CliStage;
    beforeAll(async () => {
      stage = await CliStage.open();
    });
    afterAll(() => stage.close());

    it('passes every case, and says which rules are refused', async () => {
      const kinds = ['cases-regression', 'cases-cross', 'cases-semantics', 'cases-correlation', 'oracle-all-rules'];
      const cases = kinds.flatMap((kind) => ['--cases', corpus(`${kind}.jsonl`)]);
      const run = await stage.ok('rules', 'test', ...cases, '--json');
      const report = run.json() as { rules: { refused: { code: string }[] }; files: { passed: number }[] };
      expect(report).toMatchObject({ passed: 1_208, failed: 0, skipped: 0, rules: { files: 3_780, loaded: 3_755 } });
      expect(report.files.map(({ passed }) => passed)).toEqual([146, 812, 65, 15, 170]);
      expect(report.rules.refused.map(({ code }) => code)).toEqual(new Array(25).fill('unresolved_placeholder'));
    });

    it('is imported and in force in Redis, with its authors', async () => {
      await stage.createOrg('corpus');
      const args = ['--pack', 'sigmahq', '--license', 'DRL-1.1', '--org', 'corpus', '--enable'];
      const run = await stage.ok('rules', 'import', corpus('rules.jsonl'), ...args, '--json');
      const report = run.json() as { pack: { version: string }; refused: unknown[]; notEvaluable: unknown[] };
      expect(report).toMatchObject({ files: 3_780, rules: 3_755, isNew: true, isLive: true });
      expect(report.refused).toHaveLength(25);
      const pack = JSON.parse(
        (await readPack(stage.redis, 'sigmahq', report.pack.version)).toString('utf8'),
      ) as RulePack;
      expect(pack.license).toBe('DRL-1.1');
      expect(pack.rules).toHaveLength(3_755);
      expect(pack.rules.filter((rule) => rule.author !== undefined).length).toBeGreaterThan(3_700);
      const again = await stage.ok('rules', 'import', corpus('rules.jsonl'), ...args, '--json');
      expect(again.json()).toMatchObject({ pack: report.pack, isNew: false });
      const list = await stage.ok('rules', 'list', '--org', 'corpus', '--query', 'mimikatz', '--json');
      expect((list.json() as { rules: unknown[] }).rules.length).toBeGreaterThan(3);
    });
  });
} else {
  it.skip('the SigmaHQ corpus is not there: set REDOUBT_SHARED to its folder', () => undefined);
}
