import { scoreOf, type Scored } from './score.ts';

const check = (status: Scored['status'], rank: Scored['rank']): Scored => ({ status, rank });

describe('the score', () => {
  it('is the weight of what passed of what was measured, with the measured share beside it', () => {
    const checks = [check('pass', 'high'), check('fail', 'medium'), check('not-measured', 'low')];
    expect(scoreOf([...checks, check('not-applicable', 'critical')])).toEqual({
      ...{ value: 66, measuredShare: 0.9, isCapped: false },
      formula: '100 × 6 (weight of checks passed) / 9 (weight of checks measured) = 66',
    });
  });

  it('counts what is waived or attested as not measured', () => {
    const checks = [check('pass', 'high'), check('waived', 'medium'), check('manual', 'medium')];
    expect(scoreOf(checks)).toMatchObject({ value: 100, measuredShare: 0.5 });
  });

  it('is 100 for nothing but passes, however small a failure is', () => {
    const many = Array.from({ length: 40 }, () => check('pass', 'critical'));
    expect(scoreOf(many)).toMatchObject({ value: 100, measuredShare: 1 });
    expect(scoreOf([...many, check('fail', 'low')])).toMatchObject({ value: 99, measuredShare: 1 });
    const most = Array.from({ length: 200 }, () => check('pass', 'critical'));
    expect(scoreOf([...most, check('not-measured', 'low')])).toMatchObject({ value: 100, measuredShare: 0.999 });
  });

  it('is held down by a critical failure', () => {
    const many = Array.from({ length: 9 }, () => check('pass', 'critical'));
    const found = scoreOf([...many, check('fail', 'critical')]);
    expect(found).toMatchObject({ value: 59, isCapped: true });
    expect(found.formula).toContain('held at 59');
    expect(scoreOf([check('pass', 'critical'), check('fail', 'critical')])).toMatchObject({
      ...{ value: 50, isCapped: false },
    });
  });

  it('is none when nothing was measured', () => {
    expect(scoreOf([check('not-measured', 'high')])).toMatchObject({ value: null, measuredShare: 0 });
    expect(scoreOf([])).toMatchObject({ value: null });
  });
});
