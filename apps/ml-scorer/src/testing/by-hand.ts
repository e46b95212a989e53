import { eventIdOf, type EventFields, type EventLane, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { BatchContext, EventBatch } from '@redoubt/stream';
import { testLogger } from '@redoubt/worker-test-kit';
import { GROUP } from '../state/model-store.ts';

const EPOCH = 5;

/** What a handler is told by the owner whose fence `ownByHand` sets. */
export const context: BatchContext = {
  ...{ epoch: EPOCH, signal: new AbortController().signal, isOwner: () => true, log: testLogger() },
};

/** Has an organisation want its events scored, and makes whoever uses `context` its owner. */
export async function ownByHand(redis: RedisClient, orgId: OrgId): Promise<void> {
  await redis.call('HSET', orgKeys(orgId).features(), ['ml_threat_detection', '1']);
  await redis.call('SET', orgKeys(orgId).fence(GROUP), [`${EPOCH}|spec`]);
}

/** A batch of one entry, its events accepted when they happened. */
export function batchOf(
  orgId: OrgId,
  events: readonly EventFields[],
  entryId: string,
  lane: EventLane = 's',
): EventBatch {
  return {
    ...{ orgId, group: GROUP, lane, isRedelivery: false },
    events: events.map((fields, index) => ({
      ...{ eventId: eventIdOf(lane, entryId, index), lane, entryId, index, fields },
      ...{ value: fields, line: Buffer.alloc(0), acceptedAtMs: fields.eventTimeMs as number },
    })),
  };
}
