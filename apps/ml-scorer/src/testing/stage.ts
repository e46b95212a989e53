import {
  detectionSchema,
  newOrgId,
  scoreRecordSchema,
  type Detection,
  type EventScore,
  type Lane,
  type OrgId,
  type ScoreRecord,
} from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { decodeModel } from '@redoubt/scoring';
import type { Lifecycle } from '@redoubt/service';
import {
  countUnsettledEvents,
  createFrameProducer,
  decodeEntry,
  provisionStreams,
  type FrameAppender,
} from '@redoubt/stream';
import { startRedisCluster, waitFor, type RedisCluster, type RedisClusterOptions } from '@redoubt/test-kit';
import {
  appendSurely,
  appLogin,
  connectTestRedis,
  runApp,
  testLogger,
  testMetrics,
  workerEnv,
  type AppLogin,
  type RunningApp,
} from '@redoubt/worker-test-kit';
import { buildApp } from '../app.ts';
import { mlScorerConfig, mlScorerEnv } from '../config.ts';

const GROUPS: readonly GroupName[] = ['ml_engine', 'alert_engine', 'db_writer', 'notifier'];

/** A cluster with organisations that want their events scored, and a look at what ml-scorer says about them. */
export class ScorerStage {
  readonly cluster: RedisCluster;
  readonly redis: RedisClient;
  readonly #producer: FrameAppender;
  readonly #lives: Lifecycle[] = [];
  readonly #login: AppLogin;

  private constructor(cluster: RedisCluster, redis: RedisClient, login: AppLogin) {
    this.#login = login;
    this.cluster = cluster;
    this.redis = redis;
    this.#producer = createFrameProducer({ redis, log: testLogger(), metrics: testMetrics() });
  }

  static async open(options: RedisClusterOptions = {}): Promise<ScorerStage> {
    const cluster = await startRedisCluster(options);
    const login = await appLogin('ml-scorer', cluster.addresses);
    return new ScorerStage(cluster, await connectTestRedis(cluster.addresses), login);
  }

  /** A new organisation, with scoring on. */
  async newOrg(): Promise<OrgId> {
    const orgId = newOrgId();
    await this.turn(orgId, true);
    await provisionStreams(this.redis, orgId, GROUPS);
    return orgId;
  }

  async turn(orgId: OrgId, isOn: boolean): Promise<void> {
    await this.redis.call('HSET', orgKeys(orgId).features(), ['ml_threat_detection', isOn ? '1' : '0']);
  }

  /** Environment of a scorer on this stage, as its own Redis user. It publishes every score. */
  env(workerId: string, more: Record<string, string> = {}): Record<string, string> {
    return {
      ...workerEnv(this.cluster.addresses, this.#login, workerId),
      SCORE_THRESHOLD: '0',
      SCORES_PER_MINUTE: '1000000',
      PUBLISH_INTERVAL_MS: '100',
      SETTINGS_INTERVAL_MS: '200',
      TICK_INTERVAL_MS: '50',
      ...more,
    };
  }

  startScorer(workerId: string, more: Record<string, string> = {}): RunningApp {
    const app = runApp(mlScorerConfig(mlScorerEnv.parse(this.env(workerId, more))), buildApp);
    this.#lives.push(app.life);
    return app;
  }

  /** Accepts events of one lane as the gateway does; repeats until it has an answer. */
  async send(orgId: OrgId, events: readonly Record<string, unknown>[], lane: 's' | 'p' = 's'): Promise<void> {
    await appendSurely(this.#producer, orgId, events, lane);
  }

  /** Waits until everything accepted so far is scored and acknowledged. */
  async settle(orgId: OrgId, timeoutMs = 30_000): Promise<void> {
    await waitFor(async () => (await countUnsettledEvents(this.redis, orgId, 'ml_engine')).entries === 0, {
      timeoutMs,
      what: 'events scored',
    });
  }

  /** Published scores of events, in the order of publication. */
  async scores(orgId: OrgId): Promise<EventScore[]> {
    return (await this.records(orgId)).filter((record) => record.type === 'score');
  }

  async records(orgId: OrgId): Promise<ScoreRecord[]> {
    return (await this.#lines(orgId, 'x')).map((value) => scoreRecordSchema.parse(value));
  }

  async detections(orgId: OrgId): Promise<Detection[]> {
    return (await this.#lines(orgId, 'd')).map((value) => detectionSchema.parse(value));
  }

  /** Hash seed of the model that was saved last. */
  async seed(orgId: OrgId): Promise<Int32Array> {
    const blob = await this.redis.call('GET', orgKeys(orgId).mlModel(), [], { buffers: true });
    const decoded = decodeModel(blob as Buffer, { orgId });
    if (decoded.kind !== 'ok') throw new Error(decoded.detail);
    return decoded.model.seed;
  }

  /** Stops what a test that failed left running as well. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#lives.map((life) => life.stop('test')));
    await this.#producer.close();
    await this.redis.close();
    await this.cluster.stop();
  }

  async #lines(orgId: OrgId, lane: Lane): Promise<unknown[]> {
    const key = orgKeys(orgId).lane(lane);
    const [reply] = await this.redis.batch([
      { name: 'XRANGE', key, args: [key, '-', '+'], retry: 'free', buffers: true },
    ]);
    if (reply instanceof Error) throw reply;
    return (reply as [Buffer, Buffer[]][]).flatMap(([id, fields]) => {
      const entry = decodeEntry(id.toString('latin1'), fields);
      if ('error' in entry) throw new Error(entry.error);
      return entry.lines.map((line) => JSON.parse(line.toString('utf8')) as unknown);
    });
  }
}
