import { toError, type Clock, type OrgId } from '@redoubt/contracts';
import { IntelTable, type ListedIndicator } from '@redoubt/enrichment';
import { Periodic } from '@redoubt/service';
import { eachIntelIndicator, readIntelVersions, type Database } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import { LRUCache } from 'lru-cache';
import type { ContextMetrics } from './context-metrics.ts';

export interface IntelOptions {
  /** Changed lists are noticed this often. */
  intervalMs: number;
  /** Indicators of one organisation; the surest are kept. */
  maxIndicators: number;
  /**
   * Of all organisations together: those that send events share it, each the surest of its own. Tables of those that had
   * no event for longest leave, and are read again.
   */
  maxIndicatorsInMemory: number;
  /** The first batch of an organisation waits no longer for its lists. */
  firstLoadMs: number;
}

interface Deps {
  database: Database;
  log: Logger;
  clock: Clock;
  metrics: ContextMetrics;
}

interface Held {
  version: number;
  table: IntelTable;
  leftOut: number;
}

/** An organisation whose last batch is longer ago has no share in the memory. */
const ACTIVE_MS = 15 * 60_000;
const MOST_ACTIVE = 100_000;
/** A load that failed is not tried again for so many intervals. */
const REST_INTERVALS = 2;

/** Holds the threat-intelligence lists of organisations that send events, and follows their changes. */
export class IntelDirectory {
  readonly #deps: Deps;
  readonly #options: IntelOptions;
  readonly #held: LRUCache<OrgId, Held>;
  readonly #active = new LRUCache<OrgId, true>({ max: MOST_ACTIVE, ttl: ACTIVE_MS });
  readonly #loading = new Map<OrgId, Promise<void>>();
  readonly #restUntilMs = new Map<OrgId, number>();
  #versions: ReadonlyMap<OrgId, number> = new Map();
  readonly #loop: Periodic;

  constructor(deps: Deps, options: IntelOptions) {
    this.#deps = deps;
    this.#options = options;
    const maxSize = Math.max(options.maxIndicators, options.maxIndicatorsInMemory);
    const { intervalMs } = options;
    this.#loop = new Periodic({ name: 'intel', intervalMs, work: () => this.#look() }, deps);
    this.#held = new LRUCache({ maxSize, sizeCalculation: ({ table }) => Math.max(1, table.size) });
  }

  /** Learns who has lists, then looks for changes now and then. Never throws. */
  async start(): Promise<void> {
    await this.#look();
    this.#loop.start();
  }

  async close(): Promise<void> {
    await Promise.all([this.#loop.close(), ...this.#loading.values()]);
  }

  /**
   * The table of an organisation; undefined when it has no lists. While changed lists are read the former table goes on.
   *
   * @returns `unread` when there are lists and none of them could be read in time
   */
  async tableOf(orgId: OrgId): Promise<IntelTable | undefined | 'unread'> {
    const wanted = this.#versions.get(orgId);
    if (wanted === undefined) return undefined;
    this.#active.set(orgId, true);
    const held = this.#held.get(orgId);
    if (held?.version === wanted) return held.table;
    const loading = this.#load(orgId, wanted);
    if (held !== undefined) return held.table;
    await within(loading, this.#options.firstLoadMs);
    return this.#held.get(orgId)?.table ?? 'unread';
  }

  async #look(): Promise<void> {
    try {
      this.#versions = await readIntelVersions(this.#deps.database);
      for (const orgId of this.#held.keys()) if (!this.#versions.has(orgId)) this.#held.delete(orgId);
      this.#note();
    } catch (error) {
      this.#deps.log.warn({ err: toError(error) }, 'intel_versions_not_read');
    }
  }

  #load(orgId: OrgId, version: number): Promise<void> {
    const { clock } = this.#deps;
    const known = this.#loading.get(orgId);
    if (known !== undefined) return known;
    if ((this.#restUntilMs.get(orgId) ?? 0) > clock.monotonicMs()) return Promise.resolve();
    const loading = this.#read(orgId, version).finally(() => this.#loading.delete(orgId));
    this.#loading.set(orgId, loading);
    return loading;
  }

  async #read(orgId: OrgId, version: number): Promise<void> {
    const { database, log, clock, metrics } = this.#deps;
    const table = new IntelTable();
    try {
      const count = await eachIntelIndicator(database, orgId, this.#share(), (row) =>
        table.add(row as ListedIndicator),
      );
      const leftOut = Math.max(0, count - table.size);
      this.#held.set(orgId, { version, table, leftOut });
      this.#restUntilMs.delete(orgId);
      metrics.intelLoads.inc({ result: 'loaded' });
      log.info({ orgId, indicators: table.size, leftOut }, 'intel_loaded');
      this.#note();
    } catch (error) {
      this.#restUntilMs.set(orgId, clock.monotonicMs() + REST_INTERVALS * this.#options.intervalMs);
      metrics.intelLoads.inc({ result: 'failed' });
      log.warn({ orgId, err: toError(error) }, 'intel_not_loaded');
    }
  }

  /** So many that every active organisation's table fits: were one too many, each would push out the next one's for ever. */
  #share(): number {
    const { maxIndicators, maxIndicatorsInMemory } = this.#options;
    this.#active.purgeStale();
    const share = Math.floor(maxIndicatorsInMemory / Math.max(1, this.#active.size));
    return Math.max(1, Math.min(maxIndicators, share));
  }

  #note(): void {
    let indicators = 0;
    let leftOut = 0;
    for (const held of this.#held.values()) {
      indicators += held.table.size;
      leftOut += held.leftOut;
    }
    this.#deps.metrics.intelIndicators.set(indicators);
    this.#deps.metrics.intelLeftOut.set(leftOut);
  }
}

async function within(work: Promise<void>, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}
