import { decodeLine, timeInField } from './event-lines.ts';

it.each([
  ['{"eventType":"x"}', 'x'],
  ['{"sourceIp":"nowhere"}', undefined],
  ['[1]', undefined],
  ['nonsense', undefined],
])('%s reads as an event of type %s', (json, type) => {
  const found = decodeLine(json);
  expect('fields' in found ? found.fields.eventType : undefined).toBe(type);
});

it.each([
  [{ t: 1_700_000_000 }, 't', 1_700_000_000_000],
  [{ t: '2026-11-22T01:02:03Z' }, 't', Date.UTC(2026, 10, 22, 1, 2, 3)],
  [{ a: { b: { c: 1_700_000_000_000 } } }, 'a.b.c', 1_700_000_000_000],
  [{ 'a.b': { c: 5 } }, 'a.b.c', 5_000],
  [{ 'a.b': 5 }, 'a.b', 5_000],
  [{ a: null }, 'a.b', undefined],
  [{}, 'toString', undefined],
  [{ t: 'yesterday' }, 't', undefined],
])('of %j the field %s has the time %s', (value, name, timeMs) => expect(timeInField(value, name)).toBe(timeMs));
