import { toError, type Clock, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { RedisUnavailableError, type RedisClient } from '@redoubt/redis';
import type { Database } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import { LRUCache } from 'lru-cache';
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

const DEFAULTS: OverviewCacheOptions = { freshMs: 10_000, waitMs: 6_000, timeoutMs: 5_000, maxComputing: 8 };
const LIFE_S = 300;
const LOCK_MS = 5_000;
const POLL_MS = 100;
/** Overviews this instance remembers having computed, for when Redis takes no writes. */
const KEPT = 200;

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
  assets: Omit<AssetHealth, 'status' | 'stored'>[];
}

type Computed = Omit<Overview, 'eventsPerSecond'> & { assets: AssetHealth[] };

/**
 * The numbers of the overview page, kept in `{org}:dashboard:metrics` for five minutes. Whoever finds them old has them
 * computed behind the answer, one instance at a time per organisation; whoever finds none waits for them.
 */
export class OverviewCache {
  readonly #deps: Deps;
  readonly #options: OverviewCacheOptions;
  readonly #computing = new Map<OrgId, Promise<void>>();
  readonly #own = new LRUCache<OrgId, Computed>({ max: KEPT, ttl: LIFE_S * 1_000 });

  constructor(deps: Deps, options: Partial<OverviewCacheOptions> = {}) {
    this.#deps = deps;
    this.#options = { ...DEFAULTS, ...options };
  }

  /** @throws RedisUnavailableError, RetryableError  a store is away, or nobody has computed it in time */
  async read(orgId: OrgId): Promise<Overview> {
    const found = (await this.#look(orgId)) ?? (await this.#await(orgId));
    if (this.#deps.clock.now() - found.record.computedAtMs > this.#options.freshMs) this.#renew(orgId, found.record);
    return found;
  }

  /** What Redis holds; else what this instance has computed lately. */
  async #look(orgId: OrgId): Promise<Overview | undefined> {
    const { redis, clock } = this.#deps;
    const keys = orgKeys(orgId);
    const reads = [keys.dashboardMetrics(), keys.eventsSliding()].map(readHash);
    const [cached, sliding] = allOf(await redis.batch(reads));
    const eventsPerSecond = rateOf(sliding ?? [], clock.now());
    const record = recordOf(hashOf(cached ?? []).get('overview'));
    if (record) return { record, eventsPerSecond, assets: await readAssets(redis, keys, record.assets) };
    const own = this.#own.get(orgId);
    return own && { ...own, eventsPerSecond };
  }

  async #await(orgId: OrgId): Promise<Overview> {
    const { clock } = this.#deps;
    const untilMs = clock.monotonicMs() + this.#options.waitMs;
    for (;;) {
      await this.#compute(orgId, undefined);
      const found = await this.#look(orgId);
      if (found) return found;
      if (clock.monotonicMs() > untilMs) throw new RedisUnavailableError('the overview was not computed in time');
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
    const lock = { key: orgKeys(orgId).dashboardLock(), lifeMs: LOCK_MS };
    await withLock(redis, lock, async () => {
      const found = await this.#look(orgId);
      // Another instance was done between this one's look and its lock.
      if (found !== undefined && found.record.computedAtMs !== before?.computedAtMs) return;
      const deps = { ...this.#deps, timeoutMs: this.#options.timeoutMs };
      const computed = await computeOverview(deps, orgId, { nowMs: clock.now(), before });
      this.#own.set(orgId, computed);
      await this.#keep(orgId, computed);
    });
  }

  /** When Redis takes no writes, this instance goes on with its own. */
  async #keep(orgId: OrgId, { record, assets }: Computed): Promise<void> {
    const keys = orgKeys(orgId);
    const key = keys.dashboardMetrics();
    const commands = [
      ...writeAssets(keys, assets, record.computedAtMs),
      { name: 'HSET', key, args: [key, ...fieldsOf(record)], retry: 'free' as const },
      { name: 'EXPIRE', key, args: [key, LIFE_S], retry: 'free' as const },
    ];
    const error = (await this.#deps.redis.batch(commands)).find((reply) => reply instanceof Error);
    if (error) this.#deps.log.warn({ err: error, orgId }, 'overview_not_kept');
  }
}

/** What is kept; one of another release is as good as none. */
function recordOf(text: string | undefined): OverviewRecord | undefined {
  return text === undefined ? undefined : overviewRecordSchema.safeParse(JSON.parse(text)).data;
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
