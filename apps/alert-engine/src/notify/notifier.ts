import { systemClock, type Clock } from '@redoubt/contracts';
import { createQueue, createWorker, type WorkerOptions } from '@redoubt/jobs';
import { LANES_OF_GROUP } from '@redoubt/key-schema';
import {
  ChannelSender,
  createNotificationMetrics,
  GroupDeliverer,
  GroupRecorder,
  GroupStore,
  notifyJob,
  runTest,
  testChannelJob,
  TimerSweep,
  type ChannelDirectory,
  type SweepOptions,
} from '@redoubt/notifications';
import type { RedisClient } from '@redoubt/redis';
import { createJobsConnection } from '@redoubt/redis/jobs';
import type { RedisOptions } from '@redoubt/redis';
import { openReportedSecretBox } from '@redoubt/rulebook';
import type { Closable } from '@redoubt/service';
import { createStreamConsumer, type StreamConsumerOptions } from '@redoubt/stream';
import type { Logger, Metrics } from '@redoubt/telemetry';
import { ChannelCache } from './channel-cache.ts';
import type { NotifyConfig } from './config.ts';
import { createRecordHandler } from './record-handler.ts';

const GROUP = 'notifier';

export interface NotifierDeps {
  redis: RedisClient;
  /** The queue of messages has connections of its own. */
  redisOptions: RedisOptions;
  log: Logger;
  metrics: Metrics;
  config: NotifyConfig;
  /** Unique among live workers of the group. */
  workerId: string;
  /** @default the channels libs/rulebook projects to Redis */
  directory?: ChannelDirectory;
  clock?: Clock;
  consumer?: Partial<StreamConsumerOptions>;
  worker?: WorkerOptions;
  sweep?: SweepOptions;
}

/** Tells people of alerts: reads the alert streams, keeps groups, sends what is due. */
export interface Notifier {
  start(): Promise<void>;
  /** Ends reading, waits for messages in hand, leaves the rest to others. Safe to call twice and before start. */
  close(): Promise<void>;
  loopTick(): number;
  state(): { ok: boolean; detail: string };
}

/** Wires the notifier; messages are sent from the moment it is made, alerts read from `start` on. */
export function createNotifier(deps: NotifierDeps): Notifier {
  const { redis, log, metrics, config, clock = systemClock } = deps;
  const connection = createJobsConnection({ ...deps.redisOptions, clientName: 'notifier' }, { log });
  const jobs = { connection, log, metrics };
  const queue = createQueue(notifyJob, jobs);
  const store = new GroupStore(redis);
  const sender = new ChannelSender(config.sender, clock);
  const { directory, close: closeDirectory } = openDirectory(deps, clock);
  const parts = { store, directory, queue, sender, clock, log, metrics: createNotificationMetrics(metrics) };
  const sweep = new TimerSweep(parts, deps.sweep);
  const deliverer = new GroupDeliverer({ ...parts, ...linkTo(config.dashboardUrl) });
  const workers = [
    createWorker(notifyJob, (job, context) => deliverer.run(job, context), jobs, {
      concurrency: config.concurrency,
      ...deps.worker,
    }),
    createWorker(testChannelJob, (job, context) => runTest(parts, job, context), jobs, {
      concurrency: 4,
      ...deps.worker,
    }),
  ];
  const consumer = createStreamConsumer(
    { redis, log, metrics },
    {
      quantumEvents: 500,
      ...deps.consumer,
      group: GROUP,
      workerId: `${deps.workerId}-notify`,
      lanes: LANES_OF_GROUP[GROUP],
      recordHandler: createRecordHandler(new GroupRecorder(parts)),
      onAcquire: (orgId) => Promise.resolve(sweep.add(orgId)),
      onRelease: (orgId) => sweep.remove(orgId),
    },
  );
  return {
    start: () => consumer.start(),
    loopTick: () => consumer.loopTick(),
    state: () =>
      [consumer.state(), ...workers.map((worker) => worker.state())].find(({ ok }) => !ok) ?? consumer.state(),
    close: once(async () => {
      await consumer.close();
      await sweep.close();
      await Promise.all(workers.map((worker) => worker.close()));
      await sender.close();
      await closeDirectory();
      await queue.close();
      await connection.close();
    }),
  };
}

function openDirectory(
  { redis, log, metrics, config, directory }: NotifierDeps,
  clock: Clock,
): Closable & { directory: ChannelDirectory } {
  if (directory) return { directory, close: () => Promise.resolve() };
  const { secretBox, close } = openReportedSecretBox(config, { redis, log, clock, metrics });
  return { directory: new ChannelCache({ redis, log, clock, ...(secretBox ? { secretBox } : {}) }), close };
}

function linkTo(dashboardUrl: string | undefined): { linkOf?: (alertId: string) => string } {
  if (dashboardUrl === undefined) return {};
  return { linkOf: (alertId) => new URL(`/alerts/${alertId}`, dashboardUrl).href };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
