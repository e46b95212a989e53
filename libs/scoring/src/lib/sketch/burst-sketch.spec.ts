import { BurstSketch, type BurstOptions } from './burst-sketch.ts';

const OPTIONS: BurstOptions = {
  carry: 0.5,
  halfLifeTicks: 20_160,
  rateFloor: 0.5,
  spread: 0.1,
  holdAbove: 100,
  releaseAfterTicks: 1_440,
};
const KEY = 12_345;

/** A sketch in which `KEY` comes `rate` times in each tick of [from, to). @returns the surprise at each tick's end */
function run(sketch: BurstSketch, rate: number, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => {
    sketch.startTick(from + at, from + at);
    let chi2 = 0;
    for (let index = 0; index < rate; index++) {
      chi2 = sketch.surprise(KEY, 1);
      sketch.learn();
    }
    return chi2;
  });
}

const newSketch = (options: Partial<BurstOptions> = {}, regions = 1): BurstSketch =>
  new BurstSketch(512, Int32Array.of(1, 2), { ...OPTIONS, ...options }, regions);

describe('BurstSketch', () => {
  it('finds what is usual unsurprising, and a hundred times as much surprising', () => {
    const sketch = newSketch();
    expect(Math.max(...run(sketch, 3, 0, 500).slice(10))).toBeLessThan(10);
    expect(Math.min(...run(sketch, 300, 500, 501))).toBeGreaterThan(1_000);
  });

  it('does not take a flood for normal while it lasts, and does after a day of it', () => {
    const sketch = newSketch();
    run(sketch, 3, 0, 500);
    const flood = run(sketch, 300, 500, 2_100);
    expect(Math.min(...flood.slice(0, 1_400))).toBeGreaterThan(1_000);
    expect(Math.max(...flood.slice(-100))).toBeLessThan(100);
  });

  it('begins the day anew when the flood pauses for long', () => {
    const sketch = newSketch();
    run(sketch, 3, 0, 500);
    run(sketch, 300, 500, 1_300);
    run(sketch, 3, 1_400, 1_401);
    expect(Math.min(...run(sketch, 300, 1_500, 2_300))).toBeGreaterThan(1_000);
  });

  it('learns a flood that is said to be ordinary', () => {
    const sketch = newSketch();
    run(sketch, 3, 0, 500);
    for (let tick = 500; tick < 900; tick++) {
      sketch.startTick(tick, tick);
      for (let index = 0; index < 300; index++) {
        sketch.surprise(KEY, 1);
        sketch.releaseAll();
        sketch.learn();
      }
    }
    expect(Math.max(...run(sketch, 300, 900, 910))).toBeLessThan(100);
  });

  it('lets the mean of a flood that a silence cut off fade, where the silence is left out of the age', () => {
    const sketch = newSketch();
    run(sketch, 10, 0, 1_000);
    run(sketch, 1_000, 1_000, 1_001);
    sketch.startTick(80_000, 20);
    expect(sketch.surprise(KEY, 300)).toBeGreaterThan(100);
    expect(sketch.mean).toBeLessThan(100);
  });

  it('keeps regions apart', () => {
    const sketch = newSketch({}, 2);
    run(sketch, 300, 0, 100);
    sketch.startTick(100, 100);
    sketch.surprise(KEY, 1, 1);
    expect(sketch.count).toBe(1);
    expect(sketch.mean).toBe(0);
  });
});
