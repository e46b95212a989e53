import { ruleStates } from './rule-states.ts';

const packs = [
  { packId: 'first', rules: [{ id: 'a' }, { id: 'b', isEnabledByDefault: false }, { id: 'constructor' }] },
  { packId: 'second', rules: [{ id: 'a' }, { id: 'c' }] },
];

function statesOf(choices: Partial<Parameters<typeof ruleStates>[1]> = {}): string[] {
  const states = ruleStates(packs, { disabled: [], overrides: {}, ...choices });
  return states.map(({ rule, pack, state }) => `${pack.packId} ${rule.id} ${state}`);
}

test('as the rules say; where packs share an id the first one’s rule counts', () => {
  expect(statesOf()).toEqual([
    'first a enabled',
    'first b off_by_default',
    'first constructor enabled',
    'second a shadowed',
    'second c enabled',
  ]);
});

test('as the organisation wants it', () => {
  const overrides = { b: { isEnabled: true }, c: { isEnabled: false } };
  expect(statesOf({ disabled: ['a'], overrides })).toEqual([
    'first a disabled',
    'first b enabled',
    'first constructor enabled',
    'second a shadowed',
    'second c disabled',
  ]);
  expect(statesOf({ disabled: ['b'], overrides })).toContain('first b disabled');
});

test('overrides are passed on', () => {
  const overrides = { c: { threshold: 20 } };
  expect(ruleStates(packs, { disabled: [], overrides }).map(({ override }) => override)).toEqual([
    ...[undefined, undefined, undefined, undefined],
    { threshold: 20 },
  ]);
});
