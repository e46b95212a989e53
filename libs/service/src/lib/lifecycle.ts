import { systemClock, toError, type Clock } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';
import { withDeadline } from './deadline.ts';
import { DrainDeadlineError, StopFailedError } from './errors.ts';

export interface Closable {
  close(): Promise<void>;
  /** Called first, on everything owned, when a stop begins: the place to answer "not ready". */
  setDraining?(): void;
}

export interface LifecycleOptions {
  log: Logger;
  /** One deadline for the whole stop, ms. */
  drainTimeoutMs: number;
  /** How long an HTTP app stays open after it said "not ready", so that load balancers notice, ms. */
  readinessLingerMs?: number;
  clock?: Clock;
}

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Owns what a process opened and closes it in reverse order within one deadline.
 *
 * `stop` may be called any number of times and before `run`; every closer is attempted even when an earlier one fails.
 */
export class Lifecycle {
  readonly #options: LifecycleOptions;
  readonly #clock: Clock;
  readonly #owned: { name: string; thing: Closable }[] = [];
  readonly #forced = Promise.withResolvers<void>();
  readonly #requested = Promise.withResolvers<string>();
  #failure: Error | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: LifecycleOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#forced.promise.catch(() => undefined);
  }

  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /**
   * Registers `thing` to be closed at stop, before everything registered earlier. What comes once a stop has begun, from
   * a start that it overtook, is closed at once.
   */
  own<T extends Closable>(name: string, thing: T): T {
    if (this.#stopping === undefined) this.#owned.push({ name, thing });
    else void this.#closeStep({ name, thing }, this.#options.drainTimeoutMs);
    return thing;
  }

  /** Ends `run` with this error after a regular stop; for components that cannot go on. The first failure wins. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#requested.resolve('failure');
  }

  /**
   * Closes everything owned.
   *
   * @throws DrainDeadlineError  the deadline passed or a second signal came; what was left is closed without waiting
   * @throws StopFailedError     at least one closer failed
   */
  stop(reason: string): Promise<void> {
    this.#stopping ??= this.#close(reason);
    this.#requested.resolve(reason);
    return this.#stopping;
  }

  /** Waits for SIGTERM, SIGINT, `stop` or `fail`, then stops; a second signal cuts the stop short. */
  async run(): Promise<void> {
    const onSignal = (signal: NodeJS.Signals): void => {
      if (this.#stopping === undefined) this.#requested.resolve(signal);
      else this.#forced.reject(new DrainDeadlineError(`${signal} during the stop`));
    };
    for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
    try {
      await this.stop(await this.#requested.promise);
    } finally {
      for (const signal of STOP_SIGNALS) process.off(signal, onSignal);
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #close(reason: string): Promise<void> {
    const { log, drainTimeoutMs, readinessLingerMs = 0 } = this.#options;
    const startedAtMs = this.#clock.monotonicMs();
    const remainingMs = (): number => Math.max(0, drainTimeoutMs - (this.#clock.monotonicMs() - startedAtMs));
    log.info({ reason, drainTimeoutMs }, 'stop_started');
    for (const { thing } of this.#owned) thing.setDraining?.();
    if (readinessLingerMs > 0) await this.#linger(Math.min(readinessLingerMs, drainTimeoutMs));

    const errors: Error[] = [];
    for (const step of this.#owned.toReversed()) {
      const error = await this.#closeStep(step, remainingMs());
      if (error !== undefined) errors.push(error);
    }
    const durationMs = Math.round(this.#clock.monotonicMs() - startedAtMs);
    log.info({ reason, durationMs, failedCount: errors.length }, 'stop_finished');
    const late = errors.find((error) => error instanceof DrainDeadlineError);
    if (late !== undefined) throw late;
    if (errors.length > 0) throw new StopFailedError(errors, errors.map((error) => error.message).join('; '));
  }

  async #linger(lingerMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, lingerMs);
    await Promise.race([promise, this.#forced.promise]).catch(() => undefined);
    clearTimeout(timer);
  }

  async #closeStep(
    { name, thing }: { name: string; thing: Closable },
    remainingMs: number,
  ): Promise<Error | undefined> {
    try {
      const closing = Promise.race([thing.close(), this.#forced.promise]);
      await withDeadline(
        closing,
        remainingMs,
        () => new DrainDeadlineError(`${name} did not close before the deadline`),
      );
      return undefined;
    } catch (thrown) {
      const error = toError(thrown);
      this.#options.log.error({ step: name, err: error }, 'close_failed');
      return error instanceof DrainDeadlineError ? error : new Error(`${name}: ${error.message}`, { cause: error });
    }
  }
}
