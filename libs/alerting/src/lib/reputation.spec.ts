import type { Alert } from '@redoubt/contracts';
import { BookBench, DAY, HOUR, T0, matchOf } from '../testing/book-kit.ts';
import { listedReputation, REPUTATION_TTL_MS, reputationAt, updateReputation, type Reputation } from './reputation.ts';

const alert = (part: Partial<Alert> = {}) => ({
  severity: 'high' as const,
  ruleId: 'r',
  lastSeenMs: T0,
  mitre: [{ tactic: 'credential-access' }],
  ...part,
});

describe('updateReputation', () => {
  it('rises with every alert and never beyond 100', () => {
    const scores: number[] = [];
    let known: Reputation | undefined;
    for (let n = 0; n < 40; n++) scores.push((known = updateReputation(known, alert(), T0)).score);
    expect(scores.slice(0, 3)).toEqual([30, 51, 65.7]);
    expect(Math.max(...scores)).toBeLessThanOrEqual(100);
    expect(known).toMatchObject({ alertCount: 40, threatTypes: ['credential-access'] });
  });

  it('halves in seven days and is forgotten after thirty', () => {
    const known = updateReputation(undefined, alert(), T0);
    expect(reputationAt(known, T0 + 7 * DAY)).toBe(15);
    const later = updateReputation(known, alert({ severity: 'informational' }), T0 + 7 * DAY);
    expect(later).toMatchObject({ score: 16.7, alertCount: 2 });
    expect(updateReputation(known, alert(), T0 + REPUTATION_TTL_MS)).toMatchObject({ score: 30, alertCount: 1 });
  });

  it('keeps the ten newest kinds of threat, rule ids where there is no tactic, and the latest time', () => {
    let known: Reputation | undefined;
    for (let n = 0; n < 12; n++)
      known = updateReputation(known, alert({ mitre: [], ruleId: `r${n}`, lastSeenMs: T0 - n }), T0);
    known = updateReputation(known, alert({ mitre: [], ruleId: 'r5' }), T0);
    expect(known.threatTypes).toEqual(['r2', 'r3', 'r4', 'r6', 'r7', 'r8', 'r9', 'r10', 'r11', 'r5']);
    expect(known.lastSeenMs).toBe(T0);
  });
});

describe('listedReputation', () => {
  const listed = { score: 80, lists: ['feed'], timeMs: T0 };

  it('is at least as bad as its lists are sure, and keeps what alerts made of it', () => {
    const known = listedReputation(updateReputation(undefined, alert(), T0), listed, T0);
    expect(known).toMatchObject({ score: 80, alertCount: 1, threatTypes: ['credential-access'], lists: ['feed'] });
    expect(updateReputation(known, alert(), T0)).toMatchObject({ score: 86, lists: ['feed'] });
    const worse = { ...known, score: 95 };
    expect(listedReputation(worse, { ...listed, lists: ['other'] }, T0)).toMatchObject({
      score: 95,
      lists: ['feed', 'other'],
    });
  });

  it('keeps ten lists', () => {
    let known: Reputation | undefined;
    for (let n = 0; n < 12; n++) known = listedReputation(known, { ...listed, lists: [`l${n}`] }, T0);
    expect(known?.lists).toHaveLength(10);
    expect(known?.lists?.at(-1)).toBe('l11');
  });
});

it('an address in the book has the reputation of its alerts, a raised one counted once', () => {
  const bench = new BookBench({ autoIncidentCreation: false });
  bench.match(matchOf(0), matchOf(10, { severity: 'high' }), matchOf(2 * HOUR));
  bench.take();
  const [entity] = bench.store.read().entities;
  expect(entity).toMatchObject({ kind: 'sourceIp', value: '203.0.113.7', reputation: { alertCount: 2 } });
});
