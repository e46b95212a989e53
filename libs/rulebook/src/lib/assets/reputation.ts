import type { OrgId } from '@redoubt/contracts';
import { orgKeys, subjectHash } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { z } from 'zod';

/** How far an address is known for trouble, as alert-engine last wrote it. */
export const shownReputationSchema = z.strictObject({
  ip: z.string(),
  /** 0 to 100, at `atMs`; it halves every seven days. */
  score: z.number(),
  atMs: z.number(),
  /** Event time of what was last held against it, epoch ms. */
  lastSeenMs: z.number(),
  alertCount: z.number(),
  threatTypes: z.array(z.string()),
  /** Threat-intelligence lists that name it. */
  lists: z.array(z.string()),
});
export type ShownReputation = z.infer<typeof shownReputationSchema>;

/** Undefined when nothing was held against the address in thirty days. */
export async function readReputation(
  redis: RedisClient,
  orgId: OrgId,
  address: string,
): Promise<ShownReputation | undefined> {
  const key = orgKeys(orgId).ipReputation(subjectHash(address));
  const names = ['ip', 'score', 'atMs', 'lastSeenMs', 'alertCount', 'threatTypes', 'lists'] as const;
  const reply = (await redis.call('HMGET', key, [...names], { retry: 'free' })) as (string | null)[];
  const [ip, score, atMs, lastSeenMs, alertCount, threatTypes, lists] = reply;
  if (ip === null || ip === undefined) return undefined;
  return {
    ...{ ip, score: Number(score), atMs: Number(atMs), lastSeenMs: Number(lastSeenMs), alertCount: Number(alertCount) },
    ...{ threatTypes: textsOf(threatTypes), lists: textsOf(lists) },
  };
}

function textsOf(json: string | null | undefined): string[] {
  return JSON.parse(json ?? '[]') as string[];
}
