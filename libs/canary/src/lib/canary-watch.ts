import { Periodic } from '@redoubt/service';
import type { Logger } from '@redoubt/telemetry';
import { getOrganization } from '@redoubt/tenancy';
import type { CanaryMetrics } from './canary-metrics.ts';
import { CANARY_STAGES, CanaryRound, type CanaryDeps, type CanaryOptions } from './canary-round.ts';

export type CanaryWatchOptions = Omit<CanaryOptions, 'orgId'> & { organization: string; intervalMs: number };

/** Rounds again and again, one at a time. */
export class CanaryWatch {
  readonly #deps: CanaryDeps & { log: Logger; metrics: CanaryMetrics };
  readonly #options: CanaryWatchOptions;
  readonly #stop = new AbortController();
  readonly #loop: Periodic;
  #round: CanaryRound | undefined;

  constructor(deps: CanaryDeps & { log: Logger; metrics: CanaryMetrics }, options: CanaryWatchOptions) {
    this.#deps = deps;
    this.#options = options;
    const { intervalMs } = options;
    this.#loop = new Periodic({ name: 'canary', intervalMs, work: () => this.#look() }, deps);
    deps.metrics.lastSuccess.set(deps.clock.now() / 1_000);
  }

  start(): void {
    this.#loop.start();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#loop.close();
    await this.#round?.close();
  }

  async #look(): Promise<void> {
    const { metrics, log, clock } = this.#deps;
    const round = await this.#prepare();
    const { isOk, latencyMs, failed } = await round.run(this.#stop.signal);
    // A round that was cut off by a stop says nothing.
    if (this.#stop.signal.aborted) return;
    for (const stage of CANARY_STAGES) {
      const ms = latencyMs[stage];
      if (ms !== undefined) metrics.latency.observe({ stage }, ms / 1_000);
    }
    for (const { stage } of failed) metrics.failures.inc({ stage });
    metrics.rounds.inc({ result: isOk ? 'ok' : 'failed' });
    if (isOk) metrics.lastSuccess.set(clock.now() / 1_000);
    else log.error({ failed, latencyMs }, 'canary_failed');
  }

  /** The organisation may be made after the service has started. */
  async #prepare(): Promise<CanaryRound> {
    if (this.#round !== undefined) return this.#round;
    const { organization, ...options } = this.#options;
    const { id: orgId } = await getOrganization(this.#deps.database, organization);
    this.#round = new CanaryRound(this.#deps, { ...options, orgId });
    return this.#round;
  }
}
