import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { BenchOrg } from '../platform.ts';

/** Empties the streams of organisations, for suites in which nothing reads them. */
export async function emptyStreams(redis: RedisClient, orgs: readonly BenchOrg[]): Promise<void> {
  const keys = orgs.flatMap(({ organization }) => {
    const own = orgKeys(organization.id);
    return [own.eventsStream(), own.eventsPriority()];
  });
  await redis.batch(keys.map((key) => ({ name: 'XTRIM', key, args: [key, 'MAXLEN', 0], retry: 'free' as const })));
}
