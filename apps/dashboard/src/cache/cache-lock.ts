import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { defineScript, RedisReplyError, type RedisClient } from '@redoubt/redis';

const releaseLock = defineScript(join(import.meta.dirname, 'scripts', 'release-lock-1.lua'));

/**
 * Runs `work` while holding a lock, so that of many instances one computes. It saves work and guards nothing: after
 * `lifeMs` another may hold it too, and when Redis takes no writes (no memory) `work` runs without it.
 *
 * @returns what `work` came to, or undefined when another holds the lock
 * @throws what Redis or `work` ended with
 */
export async function withLock<T>(
  redis: RedisClient,
  { key, lifeMs }: { key: string; lifeMs: number },
  work: () => Promise<T>,
): Promise<T | undefined> {
  const token = randomUUID();
  const got = await redis.call('SET', key, [token, 'NX', 'PX', lifeMs]).catch((error: unknown) => {
    if (error instanceof RedisReplyError) return 'OK';
    throw error;
  });
  if (got !== 'OK') return undefined;
  try {
    return await work();
  } finally {
    // Not released, it ends by itself.
    await redis
      .script(releaseLock)
      .run([key], [token])
      .catch(() => 0);
  }
}
