import { toError, type Clock, type OrgId } from '@redoubt/contracts';
import { baseGroupOf, type GroupName } from '@redoubt/key-schema';
import { detachSink } from '@redoubt/rulebook';
import type { Database } from '@redoubt/storage';
import type { HeldBack } from '@redoubt/stream';
import type { Logger } from '@redoubt/telemetry';
import type { DbWriterMetrics } from './metrics.ts';

interface Deps {
  database: Database;
  log: Logger;
  clock: Clock;
  metrics: DbWriterMetrics;
  /** The cursor is taken away soon instead of at the relay's next turn. */
  relaySoon(): void;
}

/** One sink is asked about no more often. */
const PAUSE_MS = 10_000;
/** Sinks whose pause is remembered; with more of them the oldest is asked about early. */
const MAX_REMEMBERED = 10_000;

/** Takes off sinks that hold back more than their budget, so that one that is away does not fill memory for all. */
export class SinkBudget {
  readonly #deps: Deps;
  readonly #untilMs = new Map<string, number>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Of other groups than sinks' nothing is ever taken off. */
  async judge(orgId: OrgId, group: GroupName, held: HeldBack): Promise<void> {
    if (baseGroupOf(group) !== 'siem_forwarder' || !this.#isDue(`${orgId} ${group}`)) return;
    const { database, log, metrics, relaySoon } = this.#deps;
    try {
      const backlog = { ...held };
      const sink = await detachSink(database, orgId, group, { actor: 'system:db-writer', backlog });
      if (sink === undefined) return;
      metrics.sinksDetached.inc();
      log.error({ orgId, sinkId: sink.sinkId, ...held }, 'sink_detached');
      relaySoon();
    } catch (error) {
      log.warn({ orgId, group, err: toError(error) }, 'sink_not_detached');
    }
  }

  #isDue(key: string): boolean {
    const nowMs = this.#deps.clock.monotonicMs();
    if ((this.#untilMs.get(key) ?? 0) > nowMs) return false;
    this.#untilMs.delete(key);
    this.#untilMs.set(key, nowMs + PAUSE_MS);
    const [oldest] = this.#untilMs.keys();
    if (this.#untilMs.size > MAX_REMEMBERED && oldest !== undefined) this.#untilMs.delete(oldest);
    return true;
  }
}
