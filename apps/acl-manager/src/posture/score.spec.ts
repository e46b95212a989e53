import type { PostureCheck } from '@redoubt/contracts';
import { scoreOf } from './score.ts';

const check = (status: PostureCheck['status'], weight: number, isCritical = false): PostureCheck => ({
  ...{ checkId: 'a', area: 'network', title: '', evidence: '', fix: '' },
  ...{ status, weight, isCritical },
});

describe('the score', () => {
  it('is the weight of what passed of what was measured, with the measured share beside it', () => {
    expect(
      scoreOf([check('pass', 6), check('fail', 3), check('not_measured', 1), check('not_applicable', 10)]),
    ).toEqual({
      ...{ value: 67, measuredShare: 0.9, isCapped: false },
      formula: '100 × 6 (weight of checks passed) / 9 (weight of checks measured) = 67',
    });
  });

  it('is held down by a critical failure', () => {
    const found = scoreOf([check('pass', 90), check('fail', 10, true)]);
    expect(found).toMatchObject({ value: 59, isCapped: true });
    expect(found.formula).toContain('held at 59');
    expect(scoreOf([check('pass', 10), check('fail', 10, true)])).toMatchObject({ value: 50, isCapped: false });
  });

  it('is none when nothing was measured', () => {
    expect(scoreOf([check('not_measured', 6)])).toMatchObject({ value: null, measuredShare: 0 });
    expect(scoreOf([])).toMatchObject({ value: null });
  });
});
