import { RetryableError } from '@redoubt/contracts';
import { DEFAULT_BACKOFF, type BackoffOptions } from './job-type.ts';

/** Thrown by a handler to choose the pause before the next try, e.g. what a `Retry-After` header asked for. */
export class RetryLaterError extends RetryableError {
  override name = 'RetryLaterError';
  /** Pause in ms, or undefined for the usual one. */
  readonly afterMs: number | undefined;

  constructor(message: string, afterMs?: number) {
    super(message);
    this.afterMs = afterMs;
  }
}

/**
 * Pause before the next try, ms: doubles from `firstMs` to `maxMs`, and a random half of it is left out so that jobs
 * which failed together do not come back together. A pause the error asks for is kept to, up to `maxAskedMs`.
 *
 * @param attemptsMade tries made so far, at least 1
 * @param random in [0, 1)
 */
export function pauseBeforeRetry(
  attemptsMade: number,
  error: Error | undefined,
  options: Partial<BackoffOptions> = {},
  random: () => number = Math.random,
): number {
  const { firstMs, maxMs, maxAskedMs } = { ...DEFAULT_BACKOFF, ...options };
  const asked = error instanceof RetryLaterError ? error.afterMs : undefined;
  if (asked !== undefined) return Math.min(Math.max(0, asked), maxAskedMs);
  const fullMs = Math.min(maxMs, firstMs * 2 ** Math.min(30, attemptsMade - 1));
  return Math.round(fullMs * (1 - random() / 2));
}
