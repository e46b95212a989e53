import { FakeClock } from './fake-clock.ts';

describe('FakeClock', () => {
  it('moves only when told, and corrections leave the monotonic clock alone', () => {
    const clock = new FakeClock(1_000);
    clock.advance(5);
    expect([clock.now(), clock.monotonicMs()]).toEqual([1_005, 5]);
    clock.setNow(10);
    expect([clock.now(), clock.monotonicMs()]).toEqual([10, 5]);
  });
});
