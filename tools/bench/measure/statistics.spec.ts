import { interleaved } from './pairs.ts';
import { median, ofRounds, percentile } from './statistics.ts';

describe('statistics', () => {
  it('takes the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('takes the value that a share does not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 0.95)).toBe(95);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile([7], 0.5)).toBe(7);
  });

  it('tells the spread beside the median', () => {
    expect(ofRounds([5, 1, 3])).toEqual({ value: 3, spread: { min: 1, max: 5, rounds: 3 } });
  });

  it('changes the order from pair to pair', async () => {
    const order: string[] = [];
    const run = (name: string) => () => Promise.resolve(order.push(name));
    expect(await interleaved(3, run('a'), run('b'))).toHaveLength(3);
    expect(order.join('')).toBe('abbaab');
  });
});
