import { MAX_FRAME_BYTES, MAX_FRAME_EVENTS, newOrgId, type EventLane } from '@redoubt/contracts';
import { AppendUnit } from './append-unit.ts';
import { AppendRefused, type AppendRequest } from './frame-appender.ts';

const orgId = newOrgId();

function requestOf(lanes: [EventLane, ...string[]][], idempotency?: AppendRequest['idempotency']): AppendRequest {
  return {
    orgId,
    lanes: lanes.map(([lane, ...lines]) => ({ lane, lines: lines.map((l) => Buffer.from(l)) })),
    ...(idempotency ? { idempotency } : {}),
  };
}

function textOf(unit: AppendUnit): [EventLane, ...string[]][] {
  return unit.frames.map((frame) => [frame.lane, ...frame.lines.map(String)]);
}

describe('a shared unit', () => {
  it('joins requests into one frame per lane, in order', async () => {
    const unit = new AppendUnit(orgId, 0);
    const first = unit.add(
      requestOf([
        ['s', 'a', 'b'],
        ['p', 'x'],
      ]),
    );
    const second = unit.add(
      requestOf([
        ['p', 'y'],
        ['s', 'c'],
      ]),
    );
    expect(textOf(unit)).toEqual([
      ['s', 'a', 'b', 'c'],
      ['p', 'x', 'y'],
    ]);
    expect([unit.eventCount, unit.sizeBytes]).toEqual([5, 10]);
    unit.succeed(false);
    expect(await first).toEqual({ duplicate: false, accepted: 3 });
    expect(await second).toEqual({ duplicate: false, accepted: 2 });
  });

  it('has a batch id of its own and is remembered for a minute', () => {
    const [a, b] = [new AppendUnit(orgId, 0), new AppendUnit(orgId, 0)];
    expect(a.batchId).not.toBe(b.batchId);
    expect(a.batchId).toMatch(/^[A-Za-z0-9_-]{16}\.[0-9a-z]+$/);
    expect([a.lifeMs, a.isShared]).toEqual([60_000, true]);
  });

  it('is full at a hundred events or 64 KiB', () => {
    const unit = new AppendUnit(orgId, 0);
    void unit.add(requestOf([['s', ...Array.from({ length: MAX_FRAME_EVENTS - 1 }, () => 'e')]]));
    expect(unit.isFull).toBe(false);
    void unit.add(requestOf([['p', 'e']]));
    expect(unit.isFull).toBe(true);
    const heavy = new AppendUnit(orgId, 0);
    void heavy.add(requestOf([['s', 'x'.repeat(MAX_FRAME_BYTES - 1)]]));
    expect(heavy.isFull).toBe(true);
  });

  it('begins a new frame where one is full, and keeps the order across them', () => {
    const unit = new AppendUnit(orgId, 0);
    const lines = Array.from({ length: 2 * MAX_FRAME_EVENTS + 5 }, (_, i) => String(i));
    void unit.add(requestOf([['s', ...lines]]));
    expect(unit.frames.map((f) => f.lines.length)).toEqual([100, 100, 5]);
    expect(unit.frames.flatMap((f) => f.lines.map(String))).toEqual(lines);
    const large = new AppendUnit(orgId, 0);
    void large.add(
      requestOf([
        ['s', 'x'.repeat(MAX_FRAME_BYTES), 'a', 'b'],
        ['p', 'c'],
        ['s', 'd'],
      ]),
    );
    expect(large.frames.map((f) => [f.lane, f.lines.length])).toEqual([
      ['s', 1],
      ['s', 3],
      ['p', 1],
    ]);
  });

  it('tells everybody who waits when it fails', async () => {
    const unit = new AppendUnit(orgId, 0);
    const waiting = [unit.add(requestOf([['s', 'a']])), unit.add(requestOf([['s', 'b']]))];
    unit.fail(new AppendRefused('unavailable', 'away', 2_000));
    const ends = await Promise.allSettled(waiting);
    expect(ends.map((end) => end.status)).toEqual(['rejected', 'rejected']);
  });
});

describe('a unit under an Idempotency-Key', () => {
  it('takes its id and digest from the request, is remembered for a day and waits for nobody', async () => {
    const idempotency = { batchId: 'abc', bodyDigest: 'digest' };
    const unit = new AppendUnit(orgId, 0, idempotency);
    const result = unit.add(requestOf([['s', 'a']], idempotency));
    expect([unit.batchId, unit.digest, unit.lifeMs]).toEqual(['abc', 'digest', 86_400_000]);
    expect([unit.isShared, unit.isFull]).toEqual([false, true]);
    unit.succeed(true);
    expect(await result).toEqual({ duplicate: true, accepted: 1 });
  });
});
