import { randomUUID } from 'node:crypto';
import { eventIdOf, type EventLane, type OrgId } from '@redoubt/contracts';
import { createSecretBox } from '@redoubt/encryption';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import {
  changeSink,
  createSink,
  deleteSink,
  enableSink,
  relayOutbox,
  type NewSink,
  type SinkInfo,
} from '@redoubt/rulebook';
import type { Lifecycle } from '@redoubt/service';
import type { Database } from '@redoubt/storage';
import { createFrameProducer, readGroupStates, type FrameAppender } from '@redoubt/stream';
import { provisionOrganization } from '@redoubt/tenancy';
import {
  createTempDir,
  startRedisCluster,
  waitFor,
  type RedisCluster,
  type RedisClusterOptions,
} from '@redoubt/test-kit';
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
import { createTestDatabase } from '@redoubt/storage';
import { buildApp } from '../app.ts';
import { siemForwarderConfig, siemForwarderEnv } from '../config.ts';

const SECRET_KEY = Buffer.alloc(32, 5).toString('base64');
const by = { actor: 'spec', secretBox: createSecretBox([SECRET_KEY]) };

/** A cluster and a database with organisations that have sinks, and a producer that remembers what was accepted. */
export class SinkStage {
  readonly cluster: RedisCluster;
  readonly redis: RedisClient;
  readonly database: Database;
  readonly fileDir = createTempDir('sinks');
  readonly #producer: FrameAppender;
  readonly #lives: Lifecycle[] = [];
  readonly #login: AppLogin;
  readonly #closeDatabase: () => Promise<void>;

  private constructor(
    given: Pick<SinkStage, 'cluster' | 'redis' | 'database'>,
    login: AppLogin,
    closeDatabase: () => Promise<void>,
  ) {
    this.cluster = given.cluster;
    this.redis = given.redis;
    this.database = given.database;
    this.#login = login;
    this.#closeDatabase = closeDatabase;
    this.#producer = createFrameProducer({ redis: given.redis, log: testLogger(), metrics: testMetrics() });
  }

  static async open(options: RedisClusterOptions = {}): Promise<SinkStage> {
    const [cluster, test] = await Promise.all([startRedisCluster(options), createTestDatabase()]);
    const login = await appLogin('siem-forwarder', cluster.addresses);
    const redis = await connectTestRedis(cluster.addresses);
    return new SinkStage({ cluster, redis, database: test.database }, login, () => test.close());
  }

  async newOrg(): Promise<OrgId> {
    const request = { name: `o-${randomUUID().slice(0, 8)}`, expectedGroups: ['db_writer'] as const };
    return (await provisionOrganization(this, request)).id;
  }

  /** Makes a sink and brings it to Redis. */
  async addSink(orgId: OrgId, sink: NewSink): Promise<SinkInfo> {
    const info = await createSink(this.database, orgId, { startAt: 'oldest', ...sink }, by);
    await this.relay(orgId);
    return info;
  }

  async changeSink(orgId: OrgId, sinkId: string, change: Parameters<typeof changeSink>[2]): Promise<SinkInfo> {
    const info = await changeSink(this.database, orgId, change, { ...by, sinkId });
    await this.relay(orgId);
    return info;
  }

  async enable(orgId: OrgId, sinkId: string, isEnabled: boolean): Promise<void> {
    await enableSink(this.database, orgId, sinkId, { ...by, isEnabled });
    await this.relay(orgId);
  }

  async remove(orgId: OrgId, sinkId: string): Promise<void> {
    await deleteSink(this.database, orgId, sinkId, by);
    await this.relay(orgId);
  }

  async relay(orgId: OrgId): Promise<void> {
    const { failed } = await relayOutbox(this, { orgId });
    if (failed[0]) throw failed[0].error;
  }

  /** Environment of a forwarder on this stage, as its own Redis user. */
  env(workerId: string, more: Record<string, string> = {}): Record<string, string> {
    return {
      ...workerEnv(this.cluster.addresses, this.#login, workerId),
      REDOUBT_SECRET_KEY: SECRET_KEY,
      SINK_ALLOW_PRIVATE_TARGETS: 'true',
      SINK_FILE_DIR: this.fileDir.path,
      SINK_RETRY_PAUSE_MS: '20',
      SINK_LONGEST_PAUSE_MS: '300',
      SINK_TIMEOUT_MS: '2000',
      SETTINGS_INTERVAL_MS: '200',
      ...more,
    };
  }

  startForwarder(workerId: string, more: Record<string, string> = {}): RunningApp {
    const app = runApp(siemForwarderConfig(siemForwarderEnv.parse(this.env(workerId, more))), buildApp);
    this.#lives.push(app.life);
    return app;
  }

  /** Accepts events as the gateway does; repeats until it has an answer. @returns the ids sinks are to see */
  async send(orgId: OrgId, events: readonly Record<string, unknown>[], lane: EventLane = 's'): Promise<void> {
    await appendSurely(this.#producer, orgId, events, lane);
  }

  /** Ids of everything that stands in the streams of events, as sinks see them. */
  async ids(orgId: OrgId): Promise<string[]> {
    const ids: string[] = [];
    for (const lane of ['s', 'p'] as const) {
      const key = orgKeys(orgId).lane(lane);
      const entries = (await this.redis.call('XRANGE', key, ['-', '+'])) as [string, string[]][];
      for (const [entryId, fields] of entries) {
        const count = Number(fields[fields.indexOf('n') + 1] ?? 1);
        for (let index = 0; index < count; index++) ids.push(`${orgId}-${eventIdOf(lane, entryId, index)}`);
      }
    }
    return ids;
  }

  /** Waits until a cursor has nothing left. */
  async settle(orgId: OrgId, group: GroupName, timeoutMs = 15_000): Promise<void> {
    await waitFor(async () => (await this.waiting(orgId, group)) === 0, { timeoutMs, what: `${group} caught up` });
  }

  /** Entries that a cursor has not settled, in all its lanes. */
  async waiting(orgId: OrgId, group: GroupName): Promise<number> {
    const { states } = await readGroupStates(this.redis, [{ orgId, expectedGroups: [] }], ['s', 'p', 'a']);
    const own = states.filter((state) => state.group === group);
    return own.reduce((n, { lagEntries, pendingEntries }) => n + (lagEntries ?? 1) + pendingEntries, 0);
  }

  /** What is told of a sink. */
  async sinkState(orgId: OrgId, sinkId: string): Promise<Record<string, string>> {
    const flat = (await this.redis.call('HGETALL', orgKeys(orgId).sinkState(sinkId), [])) as string[];
    return Object.fromEntries(flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? '']] : [])));
  }

  /** Sums of the ledger of all minutes, by field. */
  async ledger(orgId: OrgId): Promise<Record<string, number>> {
    const sums: Record<string, number> = {};
    const minute = 60_000;
    for (let atMs = Date.now() - 20 * minute; atMs <= Date.now() + minute; atMs += minute) {
      const flat = (await this.redis.call('HGETALL', orgKeys(orgId).ledger(atMs), [])) as string[];
      for (let i = 0; i + 1 < flat.length; i += 2) {
        const name = flat[i] as string;
        sums[name] = (sums[name] ?? 0) + Number(flat[i + 1]);
      }
    }
    return sums;
  }

  /** Stops what a test that failed left running as well. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#lives.map((life) => life.stop('test')));
    await this.#producer.close();
    await this.redis.close();
    await this.#closeDatabase();
    await this.cluster.stop();
    this.fileDir.remove();
  }
}
