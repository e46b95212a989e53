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

interface Deps {
  database: Database;
  partitions: EventPartitions;
  log: Logger;
  clock: Clock;
  metrics: DbWriterMetrics;
}

/**
 * Brings the schema up to date at start, then makes partitions ahead and applies retention now and then. Every worker
 * asks, one at a time does it.
 */
export class Maintenance {
  readonly #deps: Deps;
  readonly #options: MaintenanceOptions;
  #isClosed = false;
  #wake: (() => void) | undefined;
  #loop: Promise<void> | undefined;

  constructor(deps: Deps, options: MaintenanceOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  /** Migrates and makes today's partitions; waits for PostgreSQL as long as it takes. Resolves early when closed. */
  async prepare(): Promise<void> {
    while (!this.#isClosed) {
      try {
        if (this.#options.isMigrating) {
          const applied = await migrate(this.#deps.database);
          if (applied.length > 0) this.#deps.log.info({ applied }, 'schema_migrated');
        }
        await this.runOnce();
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

  async runOnce(): Promise<void> {
    const { database, partitions, clock, log, metrics } = this.#deps;
    const { daysAhead, defaultRetentionDays, archiveFolder } = this.#options;
    const nowMs = clock.now();
    const archive = archiveFolder === undefined ? {} : { archiveFolder };
    const report = await maintainEvents({ database, partitions, nowMs, daysAhead, defaultRetentionDays, ...archive });
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

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake?.();
    await this.#loop;
  }

  async #run(): Promise<void> {
    let pauseMs = this.#options.intervalMs;
    while (!this.#isClosed) {
      // Spread, so that workers started together do not queue for the lock.
      await this.#pause(pauseMs * (0.9 + Math.random() * 0.2));
      if (this.#isClosed) return;
      try {
        await this.runOnce();
        pauseMs = this.#options.intervalMs;
      } catch (error) {
        pauseMs = this.#options.retryMs;
        this.#deps.log.error({ err: toError(error) }, 'maintenance_failed');
      }
    }
  }

  #pause(ms: number): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
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
