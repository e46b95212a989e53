import { decodeEvent, eventIdOf, type Alert, type EventFields, type OrgId, type Outcome } from '@redoubt/contracts';
import type { StoredAlert } from '@redoubt/alerting';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { loadBuiltInPack, type RulePack } from '@redoubt/sigma';
import type { BatchContext, StreamEvent } from '@redoubt/stream';
import type { Metrics } from '@redoubt/telemetry';
import { testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { AlertEngine, type AlertEngineOptions } from '../engine/alert-engine.ts';
import { createAlertEngineMetrics } from '../metrics.ts';
import { PackLibrary } from '../rules/pack-library.ts';
import { RuleDirectory } from '../rules/rule-directory.ts';
import { GROUP } from '../state/fenced-write.ts';
import { StateStore } from '../state/state-store.ts';

const EPOCH = 1;

/** The engine without its consumer: batches are handed to it, and time passes for it, when a spec says so. */
export class BareEngine {
  readonly metrics: Metrics = testMetrics();
  readonly engine: AlertEngine;
  /** Epoch ms up to which organisations are said to be caught up; none while undefined. */
  caughtUpAtMs: number | undefined;
  readonly #redis: RedisClient;
  readonly #owned = new Map<OrgId, number>();
  #entries = 0;

  /** @param redis of the engine; the fences are written with it too */
  constructor(redis: RedisClient, options: Partial<AlertEngineOptions> = {}, builtIn: RulePack = loadBuiltInPack()) {
    const log = testLogger();
    const metrics = createAlertEngineMetrics(this.metrics);
    const packs = new PackLibrary({ redis, log, metrics, builtIn }, { maxPacks: 1 });
    const rules = new RuleDirectory({ redis, log, metrics, packs });
    this.#redis = redis;
    this.engine = new AlertEngine(
      { store: new StateStore(redis), rules, log, metrics },
      { maxOrgsInMemory: 100, maxStateBytes: 1e9, settingsIntervalMs: 60_000, tickIntervalMs: 20, ...options },
    );
  }

  /** Lets the engine own an organisation, as a first visit does. */
  async own(orgId: OrgId): Promise<void> {
    await this.#redis.call('SET', orgKeys(orgId).fence(GROUP), [`${EPOCH}|spec`]);
    this.#owned.set(orgId, EPOCH);
  }

  startClock(): void {
    this.engine.start({ owned: () => this.#owned, caughtUpAtMs: () => this.caughtUpAtMs });
  }

  /** The events of one entry, as they would be read. */
  entry(values: readonly unknown[], acceptedAtMs: number = Date.now()): StreamEvent[] {
    const entryId = `${acceptedAtMs}-${this.#entries++}`;
    return values.map((given, index) => {
      const line = Buffer.from(JSON.stringify(given));
      const value: unknown = JSON.parse(line.toString('utf8'));
      const fields = fieldsOf(value);
      return { eventId: eventIdOf('s', entryId, index), lane: 's', entryId, index, fields, value, line, acceptedAtMs };
    });
  }

  handle(orgId: OrgId, events: StreamEvent[], { isRedelivery = false } = {}): Promise<readonly Outcome[] | 'ack'> {
    const { signal } = new AbortController();
    const context: BatchContext = { signal, epoch: EPOCH, isOwner: () => true, log: testLogger() };
    return this.engine.handleEvents({ orgId, group: 'alert_engine', lane: 's', events, isRedelivery }, context);
  }
}

/** Alerts as the stored state has them, said or not yet. */
export async function storedAlerts(redis: RedisClient, orgId: OrgId): Promise<Alert[]> {
  const rows = (await redis.call('HGETALL', orgKeys(orgId).alertBook(), [])) as string[];
  const stored = rows.flatMap((json, at) => (rows[at - 1]?.startsWith('a:') ? [JSON.parse(json) as StoredAlert] : []));
  return stored.map(({ alert }) => alert).sort((a, b) => a.firstSeenMs - b.firstSeenMs);
}

function fieldsOf(value: unknown): EventFields {
  const decoded = decodeEvent(value);
  if (!decoded.ok) throw new Error(`${decoded.code}: ${decoded.detail}`);
  return decoded.fields;
}

/** A client that fails one way or another when it is told to. */
export function faultyRedis(redis: RedisClient): { redis: RedisClient; failWrites(error: Error | undefined): void } {
  let fault: Error | undefined;
  const script: RedisClient['script'] = (definition) => {
    const real = redis.script(definition);
    return {
      ...real,
      command: (...args) => real.command(...args),
      run: (...args) => (fault ? Promise.reject(fault) : real.run(...args)),
    };
  };
  return {
    redis: new Proxy(redis, {
      get: (target, name) => {
        if (name === 'script') return script;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    }),
    failWrites: (error) => (fault = error),
  };
}
