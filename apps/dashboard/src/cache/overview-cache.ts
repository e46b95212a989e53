import { toError, type Clock, type OrgId } from '@redoubt/contracts';
import { orgKeys, type OrgKeys } from '@redoubt/key-schema';
import { RedisUnavailableError, type RedisClient } from '@redoubt/redis';
import type { Database } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import { readAssets, writeAssets, type AssetHealth } from './asset-health.ts';
import { withLock } from './cache-lock.ts';
import { computeOverview } from './compute-overview.ts';
import { rateOf, totalOf } from './event-counters.ts';
import { allOf, hashOf, readHash } from './hash-reply.ts';
import { overviewRecordSchema, type OverviewRecord } from './overview-record.ts';

export interface OverviewCacheOptions {
  /** Older than this it is computed anew, while the old one is answered. */
  freshMs: number;
  /** Longest wait for another instance's computation when there is nothing to answer. */
  waitMs: number;
  /** Of one statement of PostgreSQL. */
  timeoutMs: number;
  /** Organisations computed at once by this instance; beyond it old ones are answered, and absent ones refused. */
  maxComputing: number;
}

const DEFAULTS: OverviewCacheOptions = { freshMs: 10_000, waitMs: 3_000, timeoutMs: 5_000, maxComputing: 8 };
const LIFE_S = 300;
const LOCK_MS = 15_000;
const POLL_MS = 100;

interface Deps {
  redis: RedisClient;
  database: Database;
  log: Logger;
  clock: Clock;
}

/** What was cached, and what is read at every look. */
export interface Overview {
  record: OverviewRecord;
  eventsPerSecond: number;
  assets: Omit<AssetHealth, 'status'>[];
}

interface Look {
  record: OverviewRecord | undefined;
  eventsPerSecond: number;
}

/**
 * The numbers of the overview page, kept in `{org}:dashboard:metrics` for five minutes. Whoever finds them old has them
 * computed behind the answer, one instance at a time per organisation; whoever finds none waits for them.
 */
export class OverviewCache {
  readonly #deps: Deps;
  readonly #options: OverviewCacheOptions;
  readonly #computing = new Map<OrgId, Promise<void>>();

  constructor(deps: Deps, options: Partial<OverviewCacheOptions> = {}) {
    this.#deps = deps;
    this.#options = { ...DEFAULTS, ...options };
  }

  /** @throws RedisUnavailableError, RetryableError  a store is away, or nobody has computed it in time */
  async read(orgId: OrgId): Promise<Overview> {
    const keys = orgKeys(orgId);
    let found = await this.#look(keys);
    if (found.record === undefined) found = await this.#await(orgId, keys);
    const { record, eventsPerSecond } = found;
    if (record === undefined) throw new RedisUnavailableError('the overview was not computed in time');
    if (this.#deps.clock.now() - record.computedAtMs > this.#options.freshMs) this.#renew(orgId, record);
    return { record, eventsPerSecond, assets: await readAssets(this.#deps.redis, keys, record.assets) };
  }

  async #look(keys: OrgKeys): Promise<Look> {
    const reads = [keys.dashboardMetrics(), keys.eventsSliding()].map(readHash);
    const [cached, sliding] = allOf(await this.#deps.redis.batch(reads));
    const text = hashOf(cached ?? []).get('overview');
    const parsed = text === undefined ? undefined : overviewRecordSchema.safeParse(JSON.parse(text));
    // One of another release is as good as none.
    return { record: parsed?.data, eventsPerSecond: rateOf(sliding ?? [], this.#deps.clock.now()) };
  }

  async #await(orgId: OrgId, keys: OrgKeys): Promise<Look> {
    const { clock } = this.#deps;
    const untilMs = clock.monotonicMs() + this.#options.waitMs;
    for (;;) {
      await this.#compute(orgId, undefined);
      const found = await this.#look(keys);
      if (found.record !== undefined || clock.monotonicMs() > untilMs) return found;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  #renew(orgId: OrgId, before: OverviewRecord): void {
    this.#compute(orgId, before).catch((error: unknown) => {
      this.#deps.log.warn({ err: toError(error), orgId }, 'overview_not_renewed');
    });
  }

  /** Resolves when this instance has computed it, or is not the one to do so. */
  #compute(orgId: OrgId, before: OverviewRecord | undefined): Promise<void> {
    const running = this.#computing.get(orgId);
    if (running) return running;
    if (this.#computing.size >= this.#options.maxComputing) return Promise.resolve();
    const computing = this.#computeAlone(orgId, before).finally(() => this.#computing.delete(orgId));
    this.#computing.set(orgId, computing);
    return computing;
  }

  async #computeAlone(orgId: OrgId, before: OverviewRecord | undefined): Promise<void> {
    const { redis, clock } = this.#deps;
    const keys = orgKeys(orgId);
    await withLock(redis, { key: keys.dashboardLock(), lifeMs: LOCK_MS }, async () => {
      const found = (await this.#look(keys)).record;
      // Another instance was done between this one's look and its lock.
      if (found !== undefined && found.computedAtMs !== before?.computedAtMs) return;
      const deps = { ...this.#deps, timeoutMs: this.#options.timeoutMs };
      const { record, assets } = await computeOverview(deps, orgId, { nowMs: clock.now(), before });
      const key = keys.dashboardMetrics();
      const commands = [
        ...writeAssets(keys, assets, record.computedAtMs),
        { name: 'HSET', key, args: [key, ...fieldsOf(record)], retry: 'free' as const },
        { name: 'EXPIRE', key, args: [key, LIFE_S], retry: 'free' as const },
      ];
      allOf(await redis.batch(commands));
    });
  }
}

/** The numbers under the names that the requirements give them, and all of it for this dashboard. */
function fieldsOf(record: OverviewRecord): (string | number)[] {
  const { day } = record;
  return [
    ...['events_24h', record.events24h, 'critical_events_24h', record.criticalEvents24h],
    ...['open_alerts', totalOf(record.openBySeverity), 'open_incidents', record.openIncidents],
    ...['avg_response_time', day.mttaSeconds === null ? '' : Math.round(day.mttaSeconds)],
    ...['last_updated', Math.floor(record.computedAtMs / 1000), 'overview', JSON.stringify(record)],
  ];
}
