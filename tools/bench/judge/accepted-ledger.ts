import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { BenchOrg } from '../platform.ts';

const MINUTE_MS = 60_000;

/** What the gateways entered in the ledger as accepted, per organisation, in the minutes of [fromMs, toMs]. */
export async function readAcceptedLedger(
  redis: RedisClient,
  orgs: readonly BenchOrg[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<number[]> {
  const minutes: number[] = [];
  for (let at = fromMs - (fromMs % MINUTE_MS); at <= toMs; at += MINUTE_MS) minutes.push(at);
  const commands = orgs.flatMap(({ organization }) =>
    minutes.map((minuteMs) => {
      const key = orgKeys(organization.id).ledger(minuteMs);
      return { name: 'HGET', key, args: [key, 'accepted'], retry: 'free' as const };
    }),
  );
  const replies = await redis.batch(commands);
  const failed = replies.find((reply) => reply instanceof Error);
  if (failed !== undefined) throw failed;
  return orgs.map((_, index) =>
    replies
      .slice(index * minutes.length, (index + 1) * minutes.length)
      .reduce<number>((sum, reply) => sum + Number(reply ?? 0), 0),
  );
}
