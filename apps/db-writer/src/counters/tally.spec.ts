import { newOrgId } from '@redoubt/contracts';
import { makeBatch } from '../testing/make-batch.ts';
import { tallyEvents } from './tally.ts';

const NOON = Date.UTC(2026, 10, 22, 12, 0, 0);
const orgId = newOrgId();

describe('tallyEvents', () => {
  test('counts by minute, hour and ten seconds of the accept time', () => {
    const first = makeBatch(orgId, {
      perFrame: 3,
      acceptedAtMs: NOON + 59_999,
      fields: (index) => ({
        eventTimeMs: 5,
        sourceIp: '203.0.113.7',
        asset: 'web-1',
        severity: index === 0 ? 'low' : 'high',
        eventType: index === 0 ? 'web_request' : 'failed_login',
      }),
    });
    const second = makeBatch(orgId, { from: 2, acceptedAtMs: NOON + 3_600_000 });
    const tally = tallyEvents([...first.events, ...second.events], 0, Infinity);
    expect([...tally.minutes.keys()]).toEqual([NOON, NOON + 3_600_000]);
    expect(Object.fromEntries(tally.minutes.get(NOON)?.byType ?? [])).toEqual({ web_request: 1, failed_login: 2 });
    expect(Object.fromEntries(tally.minutes.get(NOON)?.bySeverity ?? [])).toEqual({ low: 1, high: 2 });
    expect([...tally.buckets]).toEqual([
      [NOON + 50_000, 3],
      [NOON + 3_600_000, 1],
    ]);
    const hour = tally.hours.get(NOON);
    expect([...(hour?.bySource ?? [])]).toEqual([['203.0.113.7', 3]]);
    expect(Object.fromEntries(hour?.threats ?? [])).toEqual({ failed_login: 2 });
    expect(Object.fromEntries(hour?.byAsset.get('web-1') ?? [])).toEqual({ low: 1, high: 2 });
  });

  test('times outside of what is kept count nothing', () => {
    const old = makeBatch(orgId, { acceptedAtMs: NOON - 1 });
    const late = makeBatch(orgId, { acceptedAtMs: NOON + 11 });
    const tally = tallyEvents([...old.events, ...late.events], NOON, NOON + 10);
    expect([tally.minutes.size, tally.hours.size, tally.buckets.size]).toEqual([0, 0, 0]);
  });

  test('assets of one batch are bounded', () => {
    const batch = makeBatch(orgId, { perFrame: 600, fields: (index) => ({ asset: `host-${index}` }) });
    const tally = tallyEvents(batch.events, 0, Infinity);
    expect([...tally.hours.values()][0]?.byAsset.size).toBe(500);
  });
});
