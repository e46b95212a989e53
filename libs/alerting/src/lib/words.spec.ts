import { mitreOf } from './mitre.ts';
import { plainText, reasonOf, spanOf, subjectPhrase } from './reason.ts';

describe('reasonOf', () => {
  const subject = { sourceIp: '203.0.113.7' };
  const window = { threshold: 10, windowSeconds: 900 };

  it.each([
    [
      { words: { noun: 'failed logins' }, value: 12, subject, ...window },
      '12 failed logins from 203.0.113.7 in 15 min; threshold 10',
    ],
    [
      {
        words: { noun: 'failed logins', measure: 'distinct users' },
        value: 31,
        subject,
        threshold: 30,
        windowSeconds: 900,
      },
      '31 distinct users in failed logins from 203.0.113.7 in 15 min; threshold 30',
    ],
    [{ words: {}, value: 1, subject: { user: 'ana', asset: 'web-1' } }, '1 matching event for user ana on web-1'],
    [{ words: { noun: 'queries' }, value: 1, subject: { group: 'port=22' } }, '1 query for port=22'],
    [
      { words: { noun: 'bytes', comparison: 'gt' as const }, value: 1.2345, subject: {}, threshold: 1 },
      '1.23 bytes; threshold over 1',
    ],
    [{ words: { text: 'Unusual hour\nof login' }, value: 1, subject }, 'Unusual hour of login'],
  ])('%#: %j', (facts, text) => {
    expect(reasonOf(facts)).toBe(text);
  });

  it('shows hostile text on one line, cut', () => {
    const phrase = subjectPhrase({ user: `a\u0000b\r\n\u202Ec${'x'.repeat(2_000)}` });
    expect(phrase).toMatch(/^for user a b cx+…$/);
    expect(phrase.length).toBeLessThan(100);
    expect(plainText('🙂'.repeat(50), 10)).toBe('🙂🙂🙂🙂…');
  });
});

it.each([
  [30, '30 s'],
  [900, '15 min'],
  [5_400, '90 min'],
  [3_600, '1 h'],
  [604_800, '7 d'],
  [0, '0 s'],
])('spanOf(%i)', (seconds, text) => {
  expect(spanOf(seconds)).toBe(text);
});

describe('mitreOf', () => {
  it.each([
    [['attack.t1110.001', 'attack.credential-access'], [{ tactic: 'credential-access', technique: 'T1110.001' }]],
    [['attack.credential_access', 'attack.T1110'], [{ tactic: 'credential-access', technique: 'T1110' }]],
    [['attack.ta0006', 'attack.credential_access'], [{ tactic: 'credential-access' }]],
    [
      ['attack.t1059', 'attack.execution', 'attack.defense-evasion', 'attack.t1027'],
      [{ tactic: 'execution' }, { tactic: 'defense-evasion' }, { technique: 'T1059' }, { technique: 'T1027' }],
    ],
    [['attack.g0016', 'attack.s0002', 'cve.2021-44228', 'detection.threat-hunting', 'attack.t12'], []],
  ])('%j', (tags, mitre) => {
    expect(mitreOf(tags)).toEqual(mitre);
  });
});
