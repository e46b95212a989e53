import type { OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { SeenSource, SeenSourcesRecord } from '@redoubt/sigma';

/** Which log sources and fields alert-engine has seen of an organisation; undefined when it has seen nothing yet. */
export async function readSeenSources(redis: RedisClient, orgId: OrgId): Promise<SeenSourcesRecord | undefined> {
  const key = orgKeys(orgId).rulesSeen();
  const [flat] = await redis.batch([{ name: 'HGETALL', key, args: [key], retry: 'free' }]);
  if (flat instanceof Error) throw flat;
  const pairs = flat as string[];
  const seen: SeenSourcesRecord = {};
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    seen[pairs[at] as string] = JSON.parse(pairs[at + 1] as string) as SeenSource;
  }
  return Object.keys(seen).length === 0 ? undefined : seen;
}
