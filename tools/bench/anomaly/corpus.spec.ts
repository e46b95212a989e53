import { ANOMALY_CORPUS_MISSING, isAnomalyCorpusThere } from './corpus.ts';
import { measureSet } from './measure-quality.ts';

const valueOf = (set: 'smtp' | 'ait', name: string): number | undefined =>
  measureSet(set, [1], true).figures.find((figure) => figure.name === name)?.values[0];

if (isAnomalyCorpusThere() || process.env.REDOUBT_REQUIRE_CORPUS === '1') {
  describe('the labelled sets', () => {
    it('SMTP stays above its floor', () => {
      expect(valueOf('smtp', 'smtp_auc')).toBeGreaterThan(0.86);
    }, 120_000);

    it('one company of AIT stays where it is', () => {
      expect(valueOf('ait', 'ait_macro_auc')).toBeGreaterThan(0.84);
      expect(valueOf('ait', 'ait_phases_found')).toBeGreaterThanOrEqual(8);
    }, 120_000);
  });
} else {
  it.skip(ANOMALY_CORPUS_MISSING, () => undefined);
}
