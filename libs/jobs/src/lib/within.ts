import { RetryableError } from '@redoubt/contracts';

/**
 * Bounds a call that would otherwise wait for as long as the cluster is away.
 *
 * @throws RetryableError when the time ran out; the call may still take effect
 */
export async function within<T>(timeoutMs: number, what: string, running: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new RetryableError(`${what}: no answer within ${timeoutMs} ms`)), timeoutMs);
  running.catch(() => undefined);
  try {
    return await Promise.race([running, promise]);
  } finally {
    clearTimeout(timer);
  }
}
