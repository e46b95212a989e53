import { toError, type Clock, type OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { readOutboxState, relayOutbox } from '@redoubt/rulebook';
import type { Database } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import type { DbWriterMetrics } from './metrics.ts';

interface Deps {
  database: Database;
  redis: RedisClient;
  log: Logger;
  clock: Clock;
  metrics: DbWriterMetrics;
}

/** Organisations of one run; the next one takes up the rest. */
const ORGANIZATIONS_PER_RUN = 100;
/** Pauses of an organisation that could not be served, and of all while PostgreSQL is away, double up to this. */
const MAX_PAUSE_MS = 30_000;
/** Organisations whose pauses are remembered; with more of them the oldest is tried again early. */
const MAX_RESTING = 1_000;

interface Rest {
  failures: number;
  untilMs: number;
}

/**
 * Brings changed settings from PostgreSQL to Redis every now and then. Every worker does it: two that meet do the work
 * twice, and nothing worse.
 */
export class OutboxRelay {
  readonly #deps: Deps;
  readonly #intervalMs: number;
  readonly #resting = new Map<OrgId, Rest>();
  readonly #stop = new AbortController();
  #wake: (() => void) | undefined;
  #loop: Promise<void> | undefined;

  constructor(deps: Deps, options: { intervalMs: number }) {
    this.#deps = deps;
    this.#intervalMs = options.intervalMs;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Runs soon instead of after the pause. */
  notice(): void {
    this.#wake?.();
  }

  /** Awaits a run under way. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#wake?.();
    await this.#loop;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      failures = (await this.#runOnce()) ? 0 : failures + 1;
      await this.#pause(this.#pauseMs(failures) * (0.9 + Math.random() * 0.2));
    }
  }

  /** @returns false when PostgreSQL could not be asked */
  async #runOnce(): Promise<boolean> {
    const { database, redis, log, metrics } = this.#deps;
    try {
      const except = this.#restingNow();
      const { relayed, failed } = await relayOutbox({ database, redis }, { limit: ORGANIZATIONS_PER_RUN, except });
      metrics.relayed.inc({ result: 'relayed' }, relayed.length);
      metrics.relayed.inc({ result: 'failed' }, failed.length);
      if (relayed.length > 0) log.info({ organizations: relayed.length }, 'outbox_relayed');
      for (const orgId of relayed) this.#resting.delete(orgId);
      for (const { orgId, error } of failed) {
        log.error({ orgId, err: error }, 'outbox_relay_failed');
        this.#rest(orgId);
      }
      const state = await readOutboxState(database);
      metrics.outboxChanges.set(state.changes);
      metrics.outboxAgeSeconds.set(state.oldestAgeMs / 1_000);
      return true;
    } catch (error) {
      log.warn({ err: toError(error) }, 'outbox_not_read');
      return false;
    }
  }

  /** One organisation that cannot be served must hold up no other. */
  #restingNow(): OrgId[] {
    const nowMs = this.#deps.clock.monotonicMs();
    return [...this.#resting].filter(([, rest]) => rest.untilMs > nowMs).map(([orgId]) => orgId);
  }

  #rest(orgId: OrgId): void {
    const failures = (this.#resting.get(orgId)?.failures ?? 0) + 1;
    this.#resting.delete(orgId);
    this.#resting.set(orgId, { failures, untilMs: this.#deps.clock.monotonicMs() + this.#pauseMs(failures) });
    const [oldest] = this.#resting.keys();
    if (this.#resting.size > MAX_RESTING && oldest !== undefined) this.#resting.delete(oldest);
  }

  #pauseMs(failures: number): number {
    return Math.min(MAX_PAUSE_MS, this.#intervalMs * 2 ** Math.min(failures, 20));
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
