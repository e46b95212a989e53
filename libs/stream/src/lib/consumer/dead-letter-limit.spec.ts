import { FakeClock } from '@redoubt/test-kit';
import { DeadLetterLimit } from './dead-letter-limit.ts';

const options = { maxRatio: 0.5, minDead: 10, maxConsecutive: 20, windowMs: 60_000, pauseMs: 30_000 };

describe('DeadLetterLimit', () => {
  let clock: FakeClock;
  let limit: DeadLetterLimit;

  beforeEach(() => {
    clock = new FakeClock();
    limit = new DeadLetterLimit(clock, options);
  });

  it('lets single dead events pass', () => {
    for (let i = 0; i < 100; i++) expect(limit.record(1, 100, 1)).toBe(true);
    expect(limit.pausedUntilMs(1)).toBe(0);
  });

  it('does not judge the ratio of a few', () => {
    expect(limit.record(1, 9, 9)).toBe(true);
  });

  it('stops a partition in which more than half die', () => {
    expect(limit.record(1, 16, 8)).toBe(true);
    expect(limit.record(1, 4, 3)).toBe(false);
    expect(limit.pausedUntilMs(1)).toBe(30_000);
    expect(limit.pausedCount()).toBe(1);
  });

  it('stops a partition after too many in a row, long before the ratio of a quiet window would', () => {
    expect(limit.record(1, 1_000, 0)).toBe(true);
    expect(limit.record(1, 10, 10)).toBe(true);
    expect(limit.record(1, 10, 10)).toBe(true);
    expect(limit.record(1, 1, 1)).toBe(false);
  });

  it('starts counting a row again after one event that lived', () => {
    expect(limit.record(1, 1_000, 0)).toBe(true);
    for (let i = 0; i < 20; i++) expect(limit.record(1, 11, 10)).toBe(true);
  });

  it('counts a row across windows', () => {
    expect(limit.record(1, 9, 9)).toBe(true);
    clock.advance(60_000);
    expect(limit.record(1, 9, 9)).toBe(true);
    clock.advance(60_000);
    expect(limit.record(1, 3, 3)).toBe(false);
  });

  it('forgets the ratio of an earlier window', () => {
    expect(limit.record(1, 9, 9)).toBe(true);
    clock.advance(60_000);
    limit.record(1, 1, 0);
    expect(limit.record(1, 9, 9)).toBe(true);
  });

  it('judges the first batch already', () => {
    expect(limit.record(1, 50, 50)).toBe(false);
  });

  it('never stops a batch that only lived', () => {
    expect(limit.record(1, 10, 9)).toBe(true);
    expect(limit.record(1, 1, 0)).toBe(true);
  });

  it('takes a partition up again after the pause', () => {
    expect(limit.record(1, 50, 50)).toBe(false);
    clock.advance(29_999);
    expect(limit.pausedUntilMs(1)).toBe(30_000);
    clock.advance(1);
    expect(limit.pausedUntilMs(1)).toBe(0);
    expect(limit.pausedCount()).toBe(0);
    expect(limit.record(1, 5, 5)).toBe(true);
  });

  it('judges partitions apart and forgets one that is given back', () => {
    expect(limit.record(1, 50, 50)).toBe(false);
    expect(limit.record(2, 9, 9)).toBe(true);
    expect(limit.pausedUntilMs(2)).toBe(0);
    limit.forget(1);
    expect(limit.pausedUntilMs(1)).toBe(0);
    limit.forget(2);
    expect(limit.record(2, 9, 9)).toBe(true);
  });

  it('ignores a wall clock that is set back', () => {
    expect(limit.record(1, 50, 50)).toBe(false);
    clock.setNow(0);
    expect(limit.pausedUntilMs(1)).toBe(30_000);
  });

  it('has the documented defaults', () => {
    const standard = new DeadLetterLimit(clock);
    expect(standard.pauseMs).toBe(30_000);
    expect(standard.record(1, 99, 99)).toBe(true);
    expect(standard.record(1, 1, 1)).toBe(false);
  });
});
