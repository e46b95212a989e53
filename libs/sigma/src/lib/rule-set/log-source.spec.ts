import { logSourceKey, matchesLogSource } from './log-source.ts';

const sysmon = { product: 'windows', service: 'sysmon', categories: ['registry_set', 'registry_event'], key: 'k' };

describe('matchesLogSource', () => {
  it.each([
    [{}, true],
    [{ product: 'windows' }, true],
    [{ product: 'Windows', category: 'Registry_Event' }, true],
    [{ product: 'windows', service: 'sysmon', category: 'registry_set' }, true],
    [{ category: 'registry_set' }, true],
    [{ product: 'linux', category: 'registry_set' }, false],
    [{ product: 'windows', service: 'security' }, false],
    [{ category: 'process_creation' }, false],
    [{ product: 'redoubt' }, true],
    [{ product: 'redoubt', service: 'sysmon' }, true],
    [{ product: 'redoubt', category: 'authentication' }, false],
  ])('rules of %j look at Sysmon registry events: %s', (logSource, matches) => {
    expect(matchesLogSource(logSource, sysmon)).toBe(matches);
  });

  it('of an event that nothing is known of only what asks for nothing matches', () => {
    const unknown = { categories: [], key: '' };
    expect(matchesLogSource({}, unknown)).toBe(true);
    expect(matchesLogSource({ product: 'redoubt' }, unknown)).toBe(true);
    expect(matchesLogSource({ service: 'sysmon' }, unknown)).toBe(false);
  });
});

describe('logSourceKey', () => {
  it('tells parts apart and letter case not', () => {
    expect(logSourceKey({ product: 'A' })).toBe(logSourceKey({ product: 'a' }));
    expect(logSourceKey({ product: 'a' })).not.toBe(logSourceKey({ service: 'a' }));
  });
});
