import { systemClock } from '@redoubt/contracts';
import { LANES_OF_GROUP } from '@redoubt/key-schema';
import { connectRedis } from '@redoubt/redis';
import { openReportedSecretBox } from '@redoubt/rulebook';
import type { ServiceParts } from '@redoubt/service';
import { createStreamConsumer, type StreamConsumer } from '@redoubt/stream';
import type { SiemForwarderConfig } from './config.ts';
import { Forwarder } from './delivery/forwarder.ts';
import { createSiemForwarderMetrics } from './metrics.ts';
import { SinkNotes } from './state/sink-notes.ts';

const GROUP = 'siem_forwarder';

/** A sink's dead letters are its own business: one that refuses much stops no other of the same partition. */
const NO_LIMIT = { minDead: Number.MAX_SAFE_INTEGER, maxConsecutive: Number.MAX_SAFE_INTEGER };
/** Entries that were being sent when their worker was stopped hard; a receiver that is away is no fault of theirs. */
const MAX_ATTEMPTS = 50;

/** Connects, wires and starts the forwarder. `life` then closes: consumer (requests in hand end), sinks, Redis. */
export async function buildApp(
  config: SiemForwarderConfig,
  { life, ops, log, metrics }: ServiceParts,
): Promise<StreamConsumer> {
  const redis = life.own('redis', await connectRedis(config.redis, { log, metrics }));
  const box = life.own('secret-box', openReportedSecretBox(config.keys, { redis, log, clock: systemClock, metrics }));
  const { reach, retry } = config;
  const deps = { redis, log, clock: systemClock, reach, retry, secretBox: box.secretBox };
  const own = createSiemForwarderMetrics(metrics);
  const forwarder = life.own(
    'forwarder',
    new Forwarder({ ...deps, metrics: own, notes: new SinkNotes(redis) }, config.settingsIntervalMs),
  );
  const consumer = life.own(
    'consumer',
    createStreamConsumer(
      { redis, log, metrics },
      {
        ...config.consumer,
        group: GROUP,
        lanes: LANES_OF_GROUP[GROUP],
        deadLetterLimit: NO_LIMIT,
        maxAttempts: MAX_ATTEMPTS,
        groupsOf: (orgId) => forwarder.groupsOf(orgId),
        handler: (batch, context) => forwarder.handleEvents(batch, context),
        recordHandler: (batch, context) => forwarder.handleRecords(batch, context),
        onRelease: (orgId, group) => forwarder.release(orgId, group),
      },
    ),
  );
  ops.liveness('consumer-loop', () => consumer.loopTick());
  ops.readiness('redis', () => redis.clusterState());
  ops.readiness('consumer', () => consumer.state());
  if (!life.isStopping) await consumer.start();
  forwarder.start(consumer);
  return consumer;
}
