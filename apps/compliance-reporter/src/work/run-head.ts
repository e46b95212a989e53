import type { Seal } from '@redoubt/compliance';
import { clusterKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { hasRun, type Database } from '@redoubt/storage';
import { z } from 'zod';

const headSchema = z.object({ seq: z.int(), hash: z.string(), signature: z.string(), keyId: z.string() });
const headText = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
  })
  .pipe(headSchema);

/** The newest run with its seal, kept apart from the chain: whoever cuts off its end in PostgreSQL cannot cut this. */
export interface RunHead extends Seal {
  seq: number;
}

/**
 * Keeps it, unless the one that is kept is missing in the chain: then that stays, and shows it, until an operator takes it
 * away. Of two instances at once either may stay, which both are in the chain.
 *
 * @throws RedisUnavailableError; RetryableError of the database
 */
export async function keepRunHead(
  { redis, database }: { redis: RedisClient; database: Database },
  { seq, hash, signature, keyId }: RunHead,
): Promise<void> {
  const before = await readRunHead(redis);
  if (before !== null && !(await hasRun(database, before.hash))) return;
  const text = JSON.stringify({ seq, hash, signature, keyId });
  await redis.call('SET', clusterKeys.complianceHead(), [text], { retry: 'free' });
}

/** Null when none is kept; what was never written by us is a head that nobody signed. @throws RedisUnavailableError */
export async function readRunHead(redis: RedisClient): Promise<RunHead | null> {
  const text = (await redis.call('GET', clusterKeys.complianceHead(), [], { retry: 'free' })) as string | null;
  if (text === null) return null;
  return headText.safeParse(text).data ?? { seq: 0, hash: '', signature: '', keyId: '' };
}
