import { alertOf } from '@redoubt/test-kit';
import { matchersOf, matchersText } from './matchers.ts';
import { isRisky } from './preview.ts';

const none = {
  ...{ rule: undefined, severity: undefined, sourceIp: undefined, cidr: undefined },
  ...{ user: undefined, asset: undefined, tag: undefined },
};

describe('what a suppression looks at', () => {
  it('is the rule and the subject of an alert', () => {
    const matchers = matchersOf(none, alertOf({ subject: { sourceIp: '203.0.113.7', user: 'root' } }));
    expect(matchersText(matchers)).toBe('rule is brute-force and address is 203.0.113.7 and user is root');
  });

  it('is what was typed, which takes the place of what the alert has', () => {
    const matchers = matchersOf({ ...none, cidr: ['203.0.113.0/24'], rule: ['a', 'b'] }, alertOf());
    expect(matchers).toEqual([
      { field: 'ruleId', op: 'in', value: ['a', 'b'] },
      { field: 'sourceIp', op: 'cidr', value: ['203.0.113.0/24'] },
    ]);
    const both = matchersOf({ ...none, cidr: ['10.0.0.0/8'], sourceIp: ['10.1.1.1'], tag: ['x'], severity: ['low'] });
    expect(matchersText(both)).toBe('severity is low and address is 10.1.1.1 and address in 10.0.0.0/8 and tag is x');
  });

  it('cannot be nothing, nor nonsense', () => {
    expect(() => matchersOf(none)).toThrow('say what to suppress');
    expect(() => matchersOf({ ...none, cidr: ['10.0.0.0/99'] })).toThrow('address in 10.0.0.0/99: not a network');
  });
});

it('much or critical is worth a question', () => {
  const preview = (hiddenCount: number, critical = 0) => ({
    ...{ days: 7, isWhole: true, alertCount: 100, hiddenCount, hiddenEvents: 0, rules: [] },
    bySeverity: { critical },
  });
  expect([preview(0), preview(20), preview(21), preview(1, 1)].map(isRisky)).toEqual([false, false, true, true]);
});
