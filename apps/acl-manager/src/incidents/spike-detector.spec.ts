import { SpikeDetector } from './spike-detector.ts';

const quiet = Array<number>(24).fill(0);
const busy = Array<number>(24).fill(120);
const minute = 60_000;

describe('spikes', () => {
  it('are found at the least number, and said once', () => {
    const detector = new SpikeDetector({ minimum: 10 });
    expect(detector.observe(0, 9, quiet)).toBeUndefined();
    expect(detector.observe(minute, 1, quiet)).toEqual({ count: 10, windowMs: 300_000, usual: 0 });
    expect(detector.observe(2 * minute, 50, quiet)).toBeUndefined();
  });

  it('are more than five times the usual', () => {
    const detector = new SpikeDetector({ minimum: 10 });
    expect(detector.observe(0, 49, busy)).toBeUndefined();
    expect(detector.observe(minute, 1, busy)).toMatchObject({ count: 50, usual: 10 });
  });

  it('may come again when they were over', () => {
    const detector = new SpikeDetector({ minimum: 10 });
    expect(detector.observe(0, 10, quiet)).toBeDefined();
    expect(detector.observe(6 * minute, 0, quiet)).toBeUndefined();
    expect(detector.observe(7 * minute, 10, quiet)).toBeDefined();
  });

  it('are not made of what came long ago', () => {
    const detector = new SpikeDetector({ minimum: 10 });
    expect(detector.observe(0, 9, quiet)).toBeUndefined();
    expect(detector.observe(5 * minute, 9, quiet)).toBeUndefined();
  });
});
