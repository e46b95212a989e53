import type { Alert } from '@redoubt/contracts';
import { compare } from './comparison-json.ts';

const range = { fromMs: 1_000, toMs: 2_000 };

const alertOf = (fingerprint: string, change: Partial<Alert> = {}): Alert => ({
  ...{ alertId: `id-${fingerprint}`, orgId: 'org', ruleId: 'r', ruleName: 'Rule', severity: 'high', status: 'firing' },
  ...{ title: 't', reason: 'r', fingerprint, subject: { sourceIp: '203.0.113.7' }, count: 5 },
  ...{ firstSeenMs: 1_100, lastSeenMs: 1_200, createdAtMs: 1_100, updatedAtMs: 1_200 },
  ...{ tags: [], mitre: [], riskScore: 0, sampleEventIds: [], version: 1 },
  ...change,
});

describe('a comparison', () => {
  it('tells same, changed, missing and added apart', () => {
    const live = [alertOf('a'), alertOf('b'), alertOf('c')];
    const { rows, counts } = compare(live, [alertOf('a'), alertOf('b', { count: 6 }), alertOf('d')], range);
    expect(counts).toEqual({ same: 1, changed: 1, missing: 1, added: 1 });
    expect(rows.map(({ kind, live: before, backtest }) => [kind, before?.count, backtest?.count])).toEqual([
      ['missing', 5, undefined],
      ['added', undefined, 5],
      ['changed', 5, 6],
      ['same', 5, 5],
    ]);
  });

  it('marks what reaches beyond the range, and does not judge what may lie before it', () => {
    const live = [
      alertOf('a', { createdAtMs: 900 }),
      alertOf('b', { updatedAtMs: 2_500 }),
      alertOf('c', { createdAtMs: 500 }),
    ];
    const { rows, counts, unjudged } = compare(live, [alertOf('a', { count: 2 }), alertOf('b')], range);
    expect(counts).toEqual({ same: 1, changed: 1, missing: 0, added: 0 });
    expect(rows.every((row) => row.isPartial)).toBe(true);
    expect(unjudged).toBe(1);
  });
});
