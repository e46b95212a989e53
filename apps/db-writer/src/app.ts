import { systemClock } from '@redoubt/contracts';
import { LANES_OF_GROUP } from '@redoubt/key-schema';
import { connectRedis } from '@redoubt/redis';
import type { ServiceParts } from '@redoubt/service';
import {
  AlertStore,
  createDatabase,
  EventPartitions,
  EventStore,
  ReachedPositions,
  ScoreStore,
} from '@redoubt/storage';
import { createStreamConsumer, type StreamConsumer } from '@redoubt/stream';
import type { DbWriterConfig } from './config.ts';
import { EventContext } from './context/event-context.ts';
import { IntelDirectory } from './context/intel-directory.ts';
import { PlaceReader } from './context/place-reader.ts';
import { Counters } from './counters/counters.ts';
import { Maintenance } from './maintenance.ts';
import { createDbWriterMetrics } from './metrics.ts';
import { OutboxRelay } from './outbox-relay.ts';
import { TaxiiFeeds } from './feeds/taxii-feeds.ts';
import { claimOrganization } from './store/claim-organization.ts';
import { GroupCommit } from './store/group-commit.ts';
import { startScans } from './scans/start-scans.ts';
import { SinkBudget } from './sink-budget.ts';
import { ReachedNotes } from './store/reached-notes.ts';
import { createAlertHandler, createScoreHandler } from './store/record-handler.ts';
import { createStoreHandler } from './store/store-handler.ts';

/** Consumer group and, in PostgreSQL, the name under which positions are kept. */
const GROUP = 'db_writer';
/** While PostgreSQL writes the rows of one, those of another are encoded. */
const TRANSACTIONS_AT_ONCE = 2;

/**
 * Connects, wires and starts the writer; waits for PostgreSQL before it joins the group. `life` then closes: consumer
 * (batches in hand finish), lists, relay, commits, maintenance, PostgreSQL, Redis.
 */
export async function buildApp(
  config: DbWriterConfig,
  { life, ops, log, metrics }: ServiceParts,
): Promise<StreamConsumer> {
  const redis = life.own('redis', await connectRedis(config.redis, { log, metrics }));
  const database = life.own('database', createDatabase({ ...config.database, appName: 'redoubt-db-writer' }));
  const clock = systemClock;
  const own = createDbWriterMetrics(metrics);
  const partitions = new EventPartitions(database);
  const maintenance = life.own(
    'maintenance',
    new Maintenance({ database, partitions, log, clock, metrics: own }, config.maintenance),
  );
  const stored = new ReachedPositions();
  const stores = Array.from(
    { length: TRANSACTIONS_AT_ONCE },
    () => new EventStore({ database, partitions, consumer: GROUP, reached: stored }),
  );
  const commit = life.own('commit', new GroupCommit({ stores, log, clock, metrics: own }, config.commit));
  const alertCommit = life.own(
    'alert-commit',
    new GroupCommit(
      {
        stores: [new AlertStore({ database, consumer: GROUP })],
        log,
        clock,
        metrics: { ...own.alerts, isUp: own.isUp, leaseLost: own.leaseLost },
      },
      config.alertCommit,
    ),
  );
  const scoreCommit = life.own(
    'score-commit',
    new GroupCommit(
      {
        stores: [new ScoreStore({ database, consumer: GROUP })],
        log,
        clock,
        metrics: { ...own.scores, isUp: own.isUp, leaseLost: own.leaseLost },
      },
      config.scoreCommit,
    ),
  );
  const reached = new ReachedNotes({ redis, log, metrics: own });
  const storeAlerts = createAlertHandler({ commit: alertCommit, reached });
  const storeScores = createScoreHandler({ commit: scoreCommit, reached });
  const relay = life.own('outbox-relay', new OutboxRelay({ database, redis, log, clock, metrics: own }, config.relay));
  const sinks = new SinkBudget({ database, log, clock, metrics: own, relaySoon: () => relay.notice() });
  const intel = life.own('intel', new IntelDirectory({ database, log, clock, metrics: own.context }, config.intel));
  const feeds = life.own('feeds', new TaxiiFeeds({ database, log, clock, metrics: own.context }, config.feeds));
  const places = life.own('places', new PlaceReader(config.places, { log, clock, metrics: own.context }));
  const eventContext = new EventContext({ intel, places, metrics: own.context });
  const counters = new Counters({ redis, log, clock, metrics: own }, config.counters);
  const consumer = life.own(
    'consumer',
    createStreamConsumer(
      { redis, log, metrics },
      {
        ...config.consumer,
        trim: {
          ...config.consumer.trim,
          budget: { ...config.sinkBudget, onBeyond: (orgId, group, held) => sinks.judge(orgId, group, held) },
        },
        group: GROUP,
        lanes: LANES_OF_GROUP[GROUP],
        hasLanesAtOnce: true,
        handler: createStoreHandler({ commit, counters, context: eventContext, reached }),
        recordHandler: (batch, context) => (batch.lane === 'x' ? storeScores : storeAlerts)(batch, context),
        onAcquire: (orgId, epoch, inHand) =>
          claimOrganization({ database, redis, log, metrics: own }, { orgId, epoch, inHand }),
        onRelease: (orgId) => counters.forget(orgId),
      },
    ),
  );
  let isStarted = false;
  // Waiting for PostgreSQL at start is no reason for a restart.
  ops.liveness('consumer-loop', () => (isStarted ? consumer.loopTick() : clock.monotonicMs()));
  ops.readiness('redis', () => redis.clusterState());
  const commits = [commit, alertCommit, scoreCommit];
  ops.readiness('database', () => (commits.find((one) => !one.state().ok) ?? commit).state());
  ops.readiness('consumer', () => consumer.state());
  await maintenance.prepare();
  maintenance.start();
  startScans(config, { life, log, metrics }, { database, redis, clock });
  relay.start();
  feeds.start();
  await Promise.all([intel.start(), places.start()]);
  if (!life.isStopping) await consumer.start();
  isStarted = true;
  return consumer;
}
