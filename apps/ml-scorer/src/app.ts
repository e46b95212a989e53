import { systemClock } from '@redoubt/contracts';
import { LANES_OF_GROUP } from '@redoubt/key-schema';
import { connectRedis } from '@redoubt/redis';
import type { ServiceParts } from '@redoubt/service';
import { createDatabase } from '@redoubt/storage';
import { createStreamConsumer, type StreamConsumer } from '@redoubt/stream';
import type { MlScorerConfig } from './config.ts';
import { Scorer } from './engine/scorer.ts';
import { createMlScorerMetrics } from './metrics.ts';
import { createOwnModelMetrics } from './own-model/own-model-metrics.ts';
import { OwnModel } from './own-model/own-model.ts';
import { History } from './state/history.ts';
import { GROUP, ModelStore } from './state/model-store.ts';
import { SettingsReader } from './state/org-settings.ts';

/** Connects, wires and starts the scorer. `life` then closes: learning from the past, consumer (models are saved), clock, Redis. */
export async function buildApp(
  config: MlScorerConfig,
  { life, ops, log, metrics }: ServiceParts,
): Promise<StreamConsumer> {
  const redis = life.own('redis', await connectRedis(config.redis, { log, metrics }));
  const own = createMlScorerMetrics(metrics);
  const clock = systemClock;
  const store = new ModelStore({ redis, log, metrics: own });
  const settings = new SettingsReader({ redis, clock }, config.scoring.settingsIntervalMs);
  const database =
    config.database && life.own('database', createDatabase({ ...config.database, appName: 'redoubt-ml-scorer' }));
  const history = database && new History({ database, log, clock, metrics: own }, config.history);
  const ownModel =
    config.ownModel &&
    life.own('own-model', new OwnModel({ log, clock, metrics: createOwnModelMetrics(metrics) }, config.ownModel));
  // Whether it comes up or not: events are scored meanwhile.
  void ownModel?.load();
  const deps = { store, settings, history, ownModel, log, clock, metrics: own };
  const scorer = life.own('scorer', new Scorer(deps, config.scoring));
  const consumer = life.own(
    'consumer',
    createStreamConsumer(
      { redis, log, metrics },
      {
        ...config.consumer,
        group: GROUP,
        lanes: LANES_OF_GROUP[GROUP],
        handler: (batch, context) => scorer.handleEvents(batch, context),
        recordHandler: (batch, context) => scorer.handleVerdicts(batch, context),
        onLeaving: (orgId) => scorer.leaving(orgId),
        onRelease: (orgId) => scorer.release(orgId),
      },
    ),
  );
  life.own('learning', { close: async () => scorer.stopLearning() });
  ops.liveness('consumer-loop', () => consumer.loopTick());
  ops.readiness('redis', () => redis.clusterState());
  ops.readiness('consumer', () => consumer.state());
  if (!life.isStopping) await consumer.start();
  scorer.start();
  return consumer;
}
