import { makePosture } from '@redoubt/contracts/testing';
import { filterRefusals, refusalsByHour } from './refusal-filter.ts';

const nowMs = Date.UTC(2026, 10, 22, 10, 30);
const { last } = makePosture(nowMs).denied;
const refusals = last.map((one) => ({ ...one }));

test('filters hold together', () => {
  expect(filterRefusals(refusals, {})).toHaveLength(refusals.length);
  const found = filterRefusals(refusals, { reason: ['command', 'key'], by: 'alert-engine' });
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found.map(({ reason, user }) => `${reason} ${user}`))).toEqual(new Set(['key alert-engine']));
  expect(filterRefusals(refusals, { node: 'elsewhere' })).toEqual([]);
});

test('hours count how often, and leave out what is older', () => {
  const one = refusals[0];
  if (!one) throw new Error('the sample is empty');
  const at = (atMs: number) => ({ ...one, atMs, count: 3 });
  const hour = 3_600_000;
  const { timesMs, counts } = refusalsByHour([at(nowMs), at(nowMs - hour), at(nowMs - 30 * hour)], nowMs);
  expect(timesMs).toHaveLength(24);
  expect(timesMs.at(-1)).toBe(Date.UTC(2026, 10, 22, 10));
  expect(counts.slice(-3)).toEqual([0, 3, 3]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(6);
});
