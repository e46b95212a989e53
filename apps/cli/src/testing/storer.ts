import { ACK, PermanentError, type Outcome } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { claimPositions, EventPartitions, EventStore, type Database } from '@redoubt/storage';
import { createStreamConsumer, keepReachedCommand, type BatchHandler } from '@redoubt/stream';
import { quickLeases, testLogger, testMetrics } from '@redoubt/worker-test-kit';

export interface Storer {
  close(): Promise<void>;
}

const consumer = 'db_writer';

/** A worker of group `db_writer` that stores events and gives up those whose externalId begins with `dead`. */
export async function startStorer(redis: RedisClient, database: Database): Promise<Storer> {
  const store = new EventStore({ database, partitions: new EventPartitions(database), consumer });
  const handler: BatchHandler = async ({ orgId, lane, events }, { epoch }) => {
    const isDead = (event: (typeof events)[number]): boolean => event.fields.externalId?.startsWith('dead') ?? false;
    const live = events.filter((event) => !isDead(event));
    await store.store([{ orgId, lane, epoch, events: live }]);
    const last = live.at(-1);
    if (last) await redis.batch([keepReachedCommand(redis, { orgId, group: consumer, epoch }, lane, last)]);
    const refused: Outcome = {
      kind: 'dead',
      reason: 'refused_by_store',
      error: new PermanentError('the row is refused'),
    };
    return events.map((event) => (isDead(event) ? refused : ACK));
  };
  const worker = createStreamConsumer(
    { redis, log: testLogger(), metrics: testMetrics() },
    {
      group: consumer,
      workerId: 'cli-spec',
      handler,
      onAcquire: async (orgId, epoch) => {
        await claimPositions(database, { orgId, consumer, epoch });
      },
      leaseTimes: quickLeases,
      sweepIntervalMs: 300,
      registryIntervalMs: 300,
    },
  );
  await worker.start();
  return worker;
}
