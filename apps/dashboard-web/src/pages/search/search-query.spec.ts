import { exportAddress, filtersOf } from './search-query.ts';

const nowMs = 1_800_000_000_000;

test('without times the last day is searched', () => {
  expect(filtersOf({}, nowMs)).toEqual({ fromMs: nowMs - 86_400_000 });
  expect(filtersOf({ range: '15m' }, nowMs)).toEqual({ fromMs: nowMs - 900_000 });
});

test('given times win over a range', () => {
  expect(filtersOf({ range: '7d', fromMs: 5, toMs: 9 }, nowMs)).toEqual({ fromMs: 5, toMs: 9 });
  expect(filtersOf({ toMs: 9 }, nowMs)).toEqual({ toMs: 9 });
});

test('an export has the filters of the list', () => {
  const address = exportAddress({ source: '203.0.113.9', severity: 'high', text: 'a b' }, nowMs, 'csv');
  expect(address).toBe(
    `/api/v1/events/export?text=a+b&minSeverity=high&sourceIp=203.0.113.9&fromMs=${nowMs - 86_400_000}&format=csv`,
  );
});
