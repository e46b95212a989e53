import { laneOf, SEVERITIES, severityOf, severityRank, type Severity } from './severity.ts';

describe('severityOf', () => {
  it.each(SEVERITIES)('keeps the word %s', (word) => {
    expect(severityOf(word)).toBe(word);
    expect(severityOf(` ${word.toUpperCase()} `)).toBe(word);
  });

  it.each<[string, Severity]>([
    ['info', 'informational'],
    ['notice', 'informational'],
    ['debug', 'informational'],
    ['warning', 'medium'],
    ['Warn', 'medium'],
    ['err', 'high'],
    ['error', 'high'],
    ['crit', 'critical'],
    ['alert', 'critical'],
    ['emerg', 'critical'],
    ['FATAL', 'critical'],
  ])('takes the usual word %s as %s', (word, expected) => {
    expect(severityOf(word)).toBe(expected);
  });

  it.each<[number, Severity]>([
    [0, 'critical'],
    [1, 'critical'],
    [2, 'critical'],
    [3, 'high'],
    [4, 'medium'],
    [5, 'low'],
    [6, 'informational'],
    [7, 'informational'],
  ])('takes syslog code %i as %s', (code, expected) => {
    expect(severityOf(code)).toBe(expected);
    expect(severityOf(String(code))).toBe(expected);
  });

  it.each<[number, Severity]>([
    [8, 'informational'],
    [20, 'informational'],
    [21, 'low'],
    [47, 'low'],
    [48, 'medium'],
    [73, 'medium'],
    [74, 'high'],
    [89, 'high'],
    [90, 'critical'],
    [100, 'critical'],
  ])('takes the ECS number %i as %s', (number, expected) => {
    expect(severityOf(number)).toBe(expected);
    expect(severityOf(String(number))).toBe(expected);
  });

  it.each([-1, 101, 3.5, NaN, Infinity, '', '101', '-1', '1e1', 'urgent', 'constructor', '__proto__', true, {}, []])(
    'has no meaning for %j',
    (value) => {
      expect(severityOf(value)).toBeUndefined();
    },
  );

  it('rises with its rank, and only the two highest are urgent', () => {
    expect(SEVERITIES.map(severityRank)).toEqual([0, 1, 2, 3, 4]);
    expect(SEVERITIES.map(laneOf)).toEqual(['s', 's', 's', 'p', 'p']);
  });
});
