import { systemClock, toError, type Clock } from '@redoubt/contracts';
import { withDeadline } from './deadline.ts';

export interface CheckResult {
  ok: boolean;
  detail?: string;
}

/** Answers at once or within the check's time-out; throwing counts as not ok. */
export type ReadinessCheck = () => CheckResult | Promise<CheckResult>;

/**
 * Local state only, never I/O: a liveness check that calls Redis restarts every pod when Redis is down.
 *
 * A number is the time of the loop's last tick on the monotonic clock (`Clock.monotonicMs`).
 */
export type LivenessCheck = () => number | CheckResult;

export interface Report {
  ok: boolean;
  checks: Record<string, CheckResult>;
}

export interface ChecksOptions {
  /** A loop that has not ticked for this long is dead, ms. */
  stallThresholdMs?: number;
  /** A readiness check that takes longer counts as failed, ms. */
  checkTimeoutMs?: number;
  clock?: Clock;
}

/** The named checks behind /healthz and /readyz. */
export class Checks {
  readonly #liveness = new Map<string, LivenessCheck>();
  readonly #readiness = new Map<string, ReadinessCheck>();
  readonly #options: Required<ChecksOptions>;
  #isDraining = false;

  constructor({ stallThresholdMs = 30_000, checkTimeoutMs = 2_000, clock = systemClock }: ChecksOptions = {}) {
    this.#options = { stallThresholdMs, checkTimeoutMs, clock };
  }

  liveness(name: string, check: LivenessCheck): void {
    this.#liveness.set(name, check);
  }

  readiness(name: string, check: ReadinessCheck): void {
    this.#readiness.set(name, check);
  }

  setDraining(): void {
    this.#isDraining = true;
  }

  live(): Report {
    const rows = [...this.#liveness].map(([name, check]) => [name, this.#judgeTick(check)] as const);
    return summarise(rows);
  }

  /** Not ready while no check is registered (still starting) and from the first moment of a stop. */
  async ready(): Promise<Report> {
    const rows = await Promise.all(
      [...this.#readiness].map(async ([name, check]) => [name, await this.#ask(name, check)] as const),
    );
    if (this.#isDraining) rows.push(['lifecycle', { ok: false, detail: 'draining' }]);
    if (rows.length === 0) rows.push(['lifecycle', { ok: false, detail: 'starting' }]);
    return summarise(rows);
  }

  #judgeTick(check: LivenessCheck): CheckResult {
    try {
      const result = check();
      if (typeof result !== 'number') return result;
      const idleMs = Math.round(this.#options.clock.monotonicMs() - result);
      return { ok: idleMs <= this.#options.stallThresholdMs, detail: `last tick ${idleMs} ms ago` };
    } catch (thrown) {
      return { ok: false, detail: toError(thrown).message };
    }
  }

  async #ask(name: string, check: ReadinessCheck): Promise<CheckResult> {
    const timeoutMs = this.#options.checkTimeoutMs;
    try {
      return await withDeadline(
        (async () => check())(),
        timeoutMs,
        () => new Error(`${name} gave no answer within ${timeoutMs} ms`),
      );
    } catch (thrown) {
      return { ok: false, detail: toError(thrown).message };
    }
  }
}

function summarise(rows: readonly (readonly [string, CheckResult])[]): Report {
  return { ok: rows.every(([, result]) => result.ok), checks: Object.fromEntries(rows) };
}
