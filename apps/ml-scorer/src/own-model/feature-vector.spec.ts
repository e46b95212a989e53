import type { ScoringEvent } from '@redoubt/scoring';
import { BUCKETS, FEATURES, fnv1a, HASHED_FIELDS, writeFeatures } from './feature-vector.ts';

/** A Monday, 06:00. */
const timeMs = Date.UTC(2026, 0, 5, 6);
const event: ScoringEvent = { timeMs, receivedAtMs: timeMs, eventType: 'login', severity: 'high' };

function vectorOf(more: Partial<ScoringEvent> = {}): number[] {
  const row = new Float32Array(FEATURES);
  writeFeatures({ ...event, ...more }, row);
  return [...row];
}

const bucketOf = (field: (typeof HASHED_FIELDS)[number], text: string): number =>
  13 + HASHED_FIELDS.indexOf(field) * BUCKETS + (fnv1a(text) % BUCKETS);

describe('the vector of an event', () => {
  it('has the severity, the time of day and the day of the week', () => {
    const quarterDay = [1, 0];
    const ofWeek = [Math.sin(Math.PI / 14), Math.cos(Math.PI / 14)];
    vectorOf()
      .slice(0, 5)
      .forEach((value, at) => expect(value).toBeCloseTo([0.75, ...quarterDay, ...ofWeek][at] ?? 9, 6));
  });

  it('has numbers by their order of magnitude, and no words among them', () => {
    const values = [3, 'word', -1_023].map((value, at) => ({ field: `f${at}`, value }));
    expect(vectorOf({ values }).slice(5, 13)).toEqual([2, 0, -10, 0, 0, 0, 0, 0]);
  });

  it('has every text in one bucket of its own field, and nothing for what is absent', () => {
    expect(FEATURES).toBe(157);
    const set = vectorOf({ user: 'ann', sourceIp: '10.1.2.3' }).flatMap((value, at) =>
      at >= 13 && value !== 0 ? [at] : [],
    );
    const expected = [bucketOf('eventType', 'login'), bucketOf('sourceIp', '10.1.2.3'), bucketOf('network', '10.1.2')];
    expect(set).toEqual([...expected, bucketOf('user', 'ann')]);
  });

  it('hashes as everybody’s FNV-1a does', () => {
    expect([fnv1a(''), fnv1a('a'), fnv1a('foobar')]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
  });
});
