import { LANES_OF_GROUP } from '@redoubt/key-schema';
import { connectRedis } from '@redoubt/redis';
import type { ServiceParts } from '@redoubt/service';
import { loadBuiltInPack, onRegexFallback, regexEngine } from '@redoubt/sigma';
import { createStreamConsumer, type StreamConsumer } from '@redoubt/stream';
import type { AlertEngineConfig } from './config.ts';
import { AlertEngine } from './engine/alert-engine.ts';
import { createAlertEngineMetrics } from './metrics.ts';
import { createNotifier } from './notify/index.ts';
import { PackLibrary } from './rules/pack-library.ts';
import { RuleDirectory } from './rules/rule-directory.ts';
import { GROUP } from './state/fenced-write.ts';
import { StateStore } from './state/state-store.ts';

/**
 * Connects, wires and starts the engine and its notifier. `life` then closes: notifier (messages in hand are sent),
 * consumer (batches in hand finish), clock, Redis.
 */
export async function buildApp(
  config: AlertEngineConfig,
  { life, ops, log, metrics }: ServiceParts,
): Promise<StreamConsumer> {
  const redis = life.own('redis', await connectRedis(config.redis, { log, metrics }));
  const own = createAlertEngineMetrics(metrics);
  onRegexFallback((err) => log.warn({ err }, 'regex_engine_slow'));
  own.isRegexNative.set(regexEngine() === 're2' ? 1 : 0);
  const packs = new PackLibrary({ redis, log, metrics: own, builtIn: loadBuiltInPack() }, config.engine);
  const rules = new RuleDirectory({ redis, log, metrics: own, packs });
  const store = new StateStore(redis);
  const engine = life.own('engine', new AlertEngine({ store, rules, log, metrics: own }, config.engine));
  const consumer = life.own(
    'consumer',
    createStreamConsumer(
      { redis, log, metrics },
      {
        ...config.consumer,
        group: GROUP,
        lanes: LANES_OF_GROUP[GROUP],
        handler: (batch, context) => engine.handleEvents(batch, context),
        recordHandler: (batch, context) => engine.handleRecords(batch, context),
        onRelease: (orgId) => engine.release(orgId),
      },
    ),
  );
  const { workerId } = config.consumer;
  const notifier = life.own(
    'notifier',
    createNotifier({ redis, redisOptions: config.redis, log, metrics, config: config.notify, workerId }),
  );
  ops.liveness('consumer-loop', () => consumer.loopTick());
  ops.readiness('redis', () => redis.clusterState());
  ops.readiness('consumer', () => consumer.state());
  ops.liveness('notifier-loop', () => notifier.loopTick());
  ops.readiness('notifier', () => notifier.state());
  if (!life.isStopping) await Promise.all([consumer.start(), notifier.start()]);
  engine.start(consumer);
  return consumer;
}
