import { setTimeout as pause } from 'node:timers/promises';
import {
  parseSecurityPosture,
  type Clock,
  type SecurityPosture,
  type SecurityReply,
  type SecurityRequest,
} from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';

const mostRequests = 1_000;

/** The Redis users that ask something of acl-manager, each with the stream that only it may write. */
export const REQUEST_STREAMS = {
  dashboard: clusterKeys.aclRequests(),
  cli: clusterKeys.aclOperatorRequests(),
} as const;
export type SecurityAsker = keyof typeof REQUEST_STREAMS;

const pauseMs = 150;

/** What acl-manager last said of the installation; null when it has said nothing for a minute. @throws RedisUnavailableError */
export async function readSecurityPosture(redis: RedisClient): Promise<SecurityPosture | null> {
  const text = (await redis.call('GET', clusterKeys.aclPosture(), [], { retry: 'free' })) as string | null;
  return text === null ? null : parseSecurityPosture(text);
}

/**
 * Asks something of acl-manager; the oldest of more than about 1,000 requests are dropped. Sent twice for one id, it is
 * done once: acl-manager drops what it has answered. That it was sent does not say that it was taken: whoever may write
 * to a stream may also empty it.
 *
 * @param by  whose stream; acl-manager takes shutting out and letting in from that of `cli` alone
 * @throws RedisUnavailableError, OutcomeUnknownError
 */
export async function sendSecurityRequest(
  redis: RedisClient,
  request: SecurityRequest,
  by: SecurityAsker,
): Promise<void> {
  const args = ['MAXLEN', '~', mostRequests, '*', 'request', JSON.stringify(request)];
  await redis.call('XADD', REQUEST_STREAMS[by], args, { retry: 'free' });
}

/** What came of a request so far; null when nothing was said, or more than ten minutes ago. @throws RedisUnavailableError */
export async function readSecurityReply(redis: RedisClient, requestId: string): Promise<SecurityReply | null> {
  const text = (await redis.call('GET', clusterKeys.aclReply(requestId), [], { retry: 'free' })) as string | null;
  return text === null ? null : (JSON.parse(text) as SecurityReply);
}

/**
 * Waits for a reply that is as wanted.
 *
 * @param isEnough  of the replies so far. @default any
 * @returns the last reply there was; null when acl-manager said nothing in time
 * @throws RedisUnavailableError
 */
export async function awaitSecurityReply(
  { redis, clock }: { redis: RedisClient; clock: Clock },
  requestId: string,
  { waitMs, signal, isEnough = () => true }: ReplyWait,
): Promise<SecurityReply | null> {
  const endMs = clock.monotonicMs() + waitMs;
  for (;;) {
    const reply = await readSecurityReply(redis, requestId);
    if (reply !== null && isEnough(reply)) return reply;
    if (clock.monotonicMs() >= endMs || signal.aborted) return reply;
    await pause(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

export interface ReplyWait {
  waitMs: number;
  /** Ends the wait early. */
  signal: AbortSignal;
  isEnough?: (reply: SecurityReply) => boolean;
}
