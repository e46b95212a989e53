import { FakeClock } from '@redoubt/test-kit';
import { GrowingPause } from './growing-pause.ts';

test('a pause grows with every failure after it, up to a bound, and ends with a success', () => {
  const clock = new FakeClock();
  const pause = new GrowingPause(clock);
  expect(pause).toMatchObject({ hasFailed: false, leftMs: 0 });
  const lengths = Array.from({ length: 7 }, () => {
    pause.failed();
    pause.failed();
    const { leftMs } = pause;
    clock.advance(leftMs);
    return leftMs / 1_000;
  });
  expect(lengths).toEqual([1, 2, 4, 8, 16, 30, 30]);
  expect(pause).toMatchObject({ hasFailed: true, leftMs: 0 });
  pause.succeeded();
  expect(pause.hasFailed).toBe(false);
  pause.failed();
  expect(pause.leftMs).toBe(1_000);
});
