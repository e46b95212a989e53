import { toError, type Clock } from '@redoubt/contracts';
import { maintainEvents, migrate, type Database, type EventPartitions } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import type { DbWriterMetrics } from './metrics.ts';

export interface MaintenanceOptions {
  intervalMs: number;
  /** Pause before a failed run is tried again. */
  retryMs: number;
  isMigrating: boolean;
  daysAhead: number;
  defaultRetentionDays: number;
  /** Where days are archived before they are dropped. */
  archiveFolder: string | undefined;
}

const DAYS_BACK = 1;

interface Deps {
  database: Database;
  partitions: EventPartitions;
  log: Logger;
  clock: Clock;
  metrics: DbWriterMetrics;
}

/**
 * Brings the schema up to date at start, then makes partitions ahead and applies retention: once beside the storing that
 * begins, for days may take hours to archive, then now and then. Every worker asks, one at a time does it.
 */
export class Maintenance {
  readonly #deps: Deps;
  readonly #options: MaintenanceOptions;
  readonly #stop = new AbortController();
  #wake: (() => void) | undefined;
  #loop: Promise<void> | undefined;

  constructor(deps: Deps, options: MaintenanceOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  /** Migrates and makes today's partitions; waits for PostgreSQL as long as it takes. Resolves early when closed. */
  async prepare(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        if (this.#options.isMigrating) {
          const applied = await migrate(this.#deps.database);
          if (applied.length > 0) this.#deps.log.info({ applied }, 'schema_migrated');
        }
        await this.#deps.partitions.ensureAround(this.#deps.clock.now(), DAYS_BACK, this.#options.daysAhead);
        this.#deps.metrics.isUp.set(1);
        return;
      } catch (error) {
        this.#deps.metrics.isUp.set(0);
        this.#deps.log.error({ err: toError(error) }, 'database_not_ready');
        await this.#pause(this.#options.retryMs);
      }
    }
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** What is begun when this is closed ends at the next batch of rows; the next run does it again. */
  async runOnce(): Promise<void> {
    const { database, partitions, clock, log, metrics } = this.#deps;
    const { daysAhead, defaultRetentionDays, archiveFolder } = this.#options;
    const nowMs = clock.now();
    const archive = archiveFolder === undefined ? {} : { archiveFolder };
    const report = await maintainEvents({
      ...{ database, partitions, nowMs, daysBack: DAYS_BACK, daysAhead, defaultRetentionDays, ...archive },
      signal: this.#stop.signal,
    });
    metrics.maintenanceAt.set(Math.floor(nowMs / 1000));
    if (!report) return;
    metrics.partitionsDropped.inc(report.droppedDays.length);
    metrics.rowsForgotten.inc(report.deletedRows);
    metrics.partitionsArchived.inc(report.archivedDays.length);
    metrics.heldPartitions.set(report.heldDays.length);
    metrics.overduePartitions.set(report.failedDays.length);
    if (report.failedDays.length > 0) log.error({ failedDays: report.failedDays }, 'days_not_dropped');
    if (report.droppedDays.length + report.deletedRows > 0) log.info({ ...report }, 'retention_applied');
  }

  /** Resolves once a run under way has left off. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#wake?.();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      let pauseMs = this.#options.intervalMs;
      try {
        await this.runOnce();
      } catch (error) {
        pauseMs = this.#options.retryMs;
        this.#deps.log.error({ err: toError(error) }, 'maintenance_failed');
      }
      // Spread, so that workers started together do not ask for the lock together for ever.
      await this.#pause(pauseMs * (0.9 + Math.random() * 0.2));
    }
  }

  #pause(ms: number): Promise<void> {
    if (this.#stop.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), ms);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
