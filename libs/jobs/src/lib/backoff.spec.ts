import { jobId } from './job-id.ts';
import { pauseBeforeRetry, RetryLaterError } from './backoff.ts';

describe('pauseBeforeRetry', () => {
  const options = { firstMs: 1_000, maxMs: 60_000, maxAskedMs: 120_000 };
  const longest = (attemptsMade: number, error?: Error): number =>
    pauseBeforeRetry(attemptsMade, error, options, () => 0);

  it('doubles up to the longest', () => {
    expect([1, 2, 3, 6, 7, 8, 1_000].map((made) => longest(made))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000,
    ]);
  });

  it('leaves out up to half', () => {
    expect(pauseBeforeRetry(3, undefined, options, () => 0.999_999)).toBe(2_000);
  });

  it('keeps to what was asked for, within bounds', () => {
    expect(longest(5, new RetryLaterError('busy', 7_500))).toBe(7_500);
    expect(longest(1, new RetryLaterError('busy', 0))).toBe(0);
    expect(longest(1, new RetryLaterError('busy', -5))).toBe(0);
    expect(longest(1, new RetryLaterError('busy', 10 ** 12))).toBe(120_000);
    expect(longest(2, new RetryLaterError('busy'))).toBe(2_000);
  });
});

describe('jobId', () => {
  it('joins words', () => expect(jobId('a', 'b-1', 7)).toBe('a.b-1.7'));
  it.each(['', 'a:b', 'a b', '{x}', '12', 'x'.repeat(201)])('refuses %p', (word) => {
    expect(() => jobId(word)).toThrow(TypeError);
  });
});
