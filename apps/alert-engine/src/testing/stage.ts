import { randomUUID } from 'node:crypto';
import { newOrgId, type Alert, type AlertRecord, type Command, type OrgId } from '@redoubt/contracts';
import { clusterKeys, LANES_OF_GROUP, orgKeys, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import type { Lifecycle } from '@redoubt/service';
import {
  AppendRefused,
  appendRecords,
  countUnsettledEvents,
  createFrameProducer,
  decodeEntry,
  provisionStreams,
  type FrameAppender,
} from '@redoubt/stream';
import { startRedisCluster, waitFor, type RedisCluster, type RedisClusterOptions } from '@redoubt/test-kit';
import {
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
import { alertEngineConfig, alertEngineEnv } from '../config.ts';

/** A command without what the stage fills in. */
export type Ask = Command extends infer C
  ? C extends Command
    ? Omit<C, 'commandId' | 'actor' | 'atMs'>
    : never
  : never;

const GROUPS: readonly GroupName[] = ['alert_engine', 'notifier', 'db_writer'];

/** A cluster with organisations of their own, and a look at what alert-engine says about them. */
export class EngineStage {
  readonly cluster: RedisCluster;
  readonly redis: RedisClient;
  readonly orgs: readonly OrgId[];
  readonly #producer: FrameAppender;
  readonly #lives: Lifecycle[] = [];
  readonly #login: AppLogin;
  #commands = 0;

  private constructor(cluster: RedisCluster, redis: RedisClient, orgs: readonly OrgId[], login: AppLogin) {
    this.#login = login;
    this.cluster = cluster;
    this.redis = redis;
    this.orgs = orgs;
    this.#producer = createFrameProducer({ redis, log: testLogger(), metrics: testMetrics() });
  }

  static async open(orgCount: number, options: RedisClusterOptions = {}): Promise<EngineStage> {
    const cluster = await startRedisCluster(options);
    const redis = await connectTestRedis(cluster.addresses);
    const orgs = Array.from({ length: orgCount }, newOrgId);
    for (const orgId of orgs) await provisionStreams(redis, orgId, GROUPS);
    return new EngineStage(cluster, redis, orgs, await appLogin('alert-engine', cluster.addresses));
  }

  get org(): OrgId {
    return this.orgs[0] as OrgId;
  }

  /** Environment of an engine on this stage, as its own Redis user. */
  env(workerId: string, more: Record<string, string> = {}): Record<string, string> {
    return {
      ...workerEnv(this.cluster.addresses, this.#login, workerId),
      TICK_INTERVAL_MS: '100',
      ...more,
    };
  }

  startEngine(workerId: string, more: Record<string, string> = {}): RunningApp {
    const app = runApp(alertEngineConfig(alertEngineEnv.parse(this.env(workerId, more))), buildApp);
    this.#lives.push(app.life);
    return app;
  }

  /** Accepts events as the gateway does, in one request. */
  async send(events: readonly Record<string, unknown>[], orgId: OrgId = this.org): Promise<void> {
    const urgent = events.filter(({ severity }) => severity === 'high' || severity === 'critical');
    const rest = events.filter((event) => !urgent.includes(event));
    const lanes = [
      { lane: 's' as const, lines: rest.map(toLine) },
      { lane: 'p' as const, lines: urgent.map(toLine) },
    ].filter(({ lines }) => lines.length > 0);
    // As a sender with an Idempotency-Key: it repeats until it has an answer, and nothing is appended twice.
    const idempotency = { batchId: randomUUID(), bodyDigest: 'test' };
    const deadlineMs = Date.now() + 30_000;
    for (;;) {
      try {
        await this.#producer.append({ orgId, lanes, idempotency });
        return;
      } catch (error) {
        if (!(error instanceof AppendRefused) || Date.now() > deadlineMs) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  /** Puts a command on the organisation's stream; returns its id. */
  async ask(command: Ask, orgId: OrgId = this.org): Promise<string> {
    this.#commands += 1;
    const commandId = `00000000-0000-4000-8000-${String(this.#commands).padStart(12, '0')}`;
    const line = Buffer.from(JSON.stringify({ commandId, actor: 'ann', atMs: Date.now(), ...command }));
    await appendRecords(this.redis, orgId, 'c', [line]);
    return commandId;
  }

  /** Records on the alert stream, in order. */
  async records(orgId: OrgId = this.org): Promise<AlertRecord[]> {
    const key = orgKeys(orgId).alertsStream();
    const command = { name: 'XRANGE', key, args: [key, '-', '+'], retry: 'free' as const, buffers: true };
    const [reply] = await this.redis.batch([command]);
    if (reply instanceof Error) throw reply;
    return (reply as [Buffer, Buffer[]][]).flatMap(([id, fields]) => {
      const entry = decodeEntry(id.toString('latin1'), fields);
      if ('error' in entry) throw new Error(entry.error);
      return entry.lines.map((line) => JSON.parse(line.toString('utf8')) as AlertRecord);
    });
  }

  /** Alerts as the last record of each shows them, oldest first. */
  async alerts(orgId: OrgId = this.org): Promise<Alert[]> {
    const newest = new Map<string, Alert>();
    for (const record of await this.records(orgId)) {
      if (record.type === 'alert') newest.set(record.alert.alertId, record.alert);
    }
    return [...newest.values()].sort((a, b) => a.firstSeenMs - b.firstSeenMs);
  }

  /** Waits until the engine has settled everything accepted so far, and its last counts are said. */
  async settle(orgIds: readonly OrgId[] = this.orgs, timeoutMs = 30_000): Promise<void> {
    for (const orgId of orgIds) {
      await waitFor(async () => (await countUnsettledEvents(this.redis, orgId, 'alert_engine')).entries === 0, {
        timeoutMs,
        what: 'events settled',
      });
      await waitFor(async () => !(await this.#hasUnsaid(orgId)), { timeoutMs, what: 'counts said' });
    }
  }

  async #hasUnsaid(orgId: OrgId): Promise<boolean> {
    const key = orgKeys(orgId).alertBook();
    const values = (await this.redis.call('HVALS', key, [], { retry: 'free' })) as string[];
    return values.some((json) => json.includes('"isUnsaid":true'));
  }

  /** Whether the engine has read every command so far. */
  async commandsRead(orgId: OrgId): Promise<boolean> {
    const key = orgKeys(orgId).commandsStream();
    const [groups] = await this.redis.batch([{ name: 'XINFO', key, args: ['GROUPS', key], retry: 'free' }]);
    const group = (groups as unknown[][]).find((fields) => fields[1] === 'alert_engine');
    return group?.[group.indexOf('lag') + 1] === 0;
  }

  packKey(packId: string, version: string): string {
    return clusterKeys.rulePack(packId, version);
  }

  /** Entries that nobody has settled, per lane the engine reads. */
  async pending(orgId: OrgId = this.org): Promise<number> {
    const keys = LANES_OF_GROUP.alert_engine.map((lane) => orgKeys(orgId).lane(lane));
    const replies = await this.redis.batch(
      keys.map((key) => ({ name: 'XPENDING', key, args: [key, 'alert_engine'], retry: 'free' as const })),
    );
    return replies.reduce<number>((sum, reply) => sum + Number((reply as unknown[])[0]), 0);
  }

  /** Stops what a test that failed left running as well. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#lives.map((life) => life.stop('test')));
    await this.#producer.close();
    await this.redis.close();
    await this.cluster.stop();
  }
}

function toLine(event: Record<string, unknown>): Buffer {
  return Buffer.from(JSON.stringify(event));
}

/** Failed logins of one address, `gapMs` apart, the first at `fromMs`. */
export function failedLogins(
  count: number,
  {
    fromMs,
    gapMs = 1_000,
    sourceIp = '203.0.113.7',
    user = 'root',
  }: { fromMs: number; gapMs?: number; sourceIp?: string; user?: string },
): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, i) => ({
    eventType: 'failed_login',
    severity: 'medium',
    sourceIp,
    user,
    eventTimeMs: fromMs + i * gapMs,
  }));
}
