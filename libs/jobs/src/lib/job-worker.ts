import { PermanentError, toError } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import { DelayedError, UnrecoverableError, Worker, type Job } from 'bullmq';
import { pauseBeforeRetry } from './backoff.ts';
import { createJobMetrics, type JobMetrics, type JobOutcome } from './job-metrics.ts';
import type { QueueDeps } from './job-queue.ts';
import { DEFAULT_TIMEOUT_MS, checkJobData, type JobType } from './job-type.ts';
import { within } from './within.ts';

export interface JobContext {
  jobId: string;
  /** Tries before this one that failed; those whose worker died are not among them. */
  attemptsMade: number;
  /** Aborts when the try takes too long, its lock was lost, or the worker closes and cannot wait. */
  signal: AbortSignal;
  /** Ends this try without counting it; the job comes back at `atMs` (epoch). To be returned: `return delayUntil(…)`. */
  delayUntil(atMs: number): Promise<never>;
}

/**
 * Handles one job. What it returns is kept as the result when the type keeps finished jobs. A PermanentError makes the
 * job dead at once; any other error counts as a failed try, after RetryLaterError with the pause it asks for.
 */
export type JobHandler<T> = (data: T, context: JobContext) => Promise<unknown>;

export interface WorkerOptions {
  /** Jobs handled at the same time. @default 8 */
  concurrency?: number;
  /** A job whose worker gave no sign of life this long is given to another, ms. @default 30000 */
  lockMs?: number;
  /** How often such jobs are looked for, ms. @default 15000 */
  stalledIntervalMs?: number;
  /** How often a job may outlive its worker before it counts as the one that kills them. @default 10 */
  maxStalls?: number;
  /** Longest a close waits for jobs in hand, ms; after it their signals abort. @default 10000 */
  drainTimeoutMs?: number;
}

/** Handles the jobs of one type; survives failovers, and what a killed one had in hand is run by another. */
export class JobWorker<T> {
  readonly #type: JobType<T>;
  readonly #handler: JobHandler<T>;
  readonly #deps: QueueDeps;
  readonly #options: WorkerOptions;
  readonly #metrics: JobMetrics | undefined;
  readonly #worker: Worker<unknown>;
  readonly #closing = new AbortController();
  #closed: Promise<void> | undefined;

  constructor(type: JobType<T>, handler: JobHandler<T>, deps: QueueDeps, options: WorkerOptions = {}) {
    this.#type = type;
    this.#handler = handler;
    this.#deps = deps;
    this.#options = options;
    this.#metrics = deps.metrics && createJobMetrics(deps.metrics);
    // bullmq hands over its signal only to functions of three parameters.
    this.#worker = new Worker<unknown>(type.queue, (job, token, signal) => this.#run(job, token, signal), {
      connection: deps.connection.client,
      prefix: clusterKeys.bull(type.queue),
      concurrency: options.concurrency ?? 8,
      lockDuration: options.lockMs ?? 30_000,
      stalledInterval: options.stalledIntervalMs ?? 15_000,
      maxStalledCount: options.maxStalls ?? 10,
      runRetryDelay: 500,
      settings: { backoffStrategy: (made, _type, error) => pauseBeforeRetry(made, error, type.backoff) },
      autorun: false,
    });
    this.#listen();
    void this.#worker.run().catch((error: unknown) => deps.log.error({ err: error }, 'job_worker_ended'));
  }

  #listen(): void {
    const { log } = this.#deps;
    const { queue } = this.#type;
    this.#worker.on('error', (error) => log.debug({ err: error, queue }, 'job_worker_error'));
    this.#worker.on('completed', () => this.#count('completed'));
    this.#worker.on('stalled', (jobId) => {
      this.#count('stalled');
      log.warn({ queue, jobId }, 'job_stalled');
    });
    this.#worker.on('failed', (job, error) => {
      const isDead = job?.finishedOn !== undefined;
      this.#count(isDead ? 'dead' : 'retried');
      log[isDead ? 'warn' : 'info'](
        { queue, jobId: job?.id, attempt: job?.attemptsMade, reason: error.message },
        isDead ? 'job_dead' : 'job_retried',
      );
    });
  }

  #count(outcome: JobOutcome): void {
    this.#metrics?.outcomes.inc({ queue: this.#type.queue, outcome });
  }

  async #run(job: Job<unknown>, token: string | undefined, lost: AbortSignal | undefined): Promise<unknown> {
    const signals = [this.#closing.signal, AbortSignal.timeout(this.#type.timeoutMs ?? DEFAULT_TIMEOUT_MS)];
    const context: JobContext = {
      jobId: job.id ?? '',
      attemptsMade: job.attemptsMade,
      signal: AbortSignal.any(lost ? [...signals, lost] : signals),
      delayUntil: async (atMs) => {
        await job.moveToDelayed(atMs, token);
        throw new DelayedError();
      },
    };
    const startedAtMs = performance.now();
    try {
      return await this.#handler(checkJobData(this.#type, job.data), context);
    } catch (thrown) {
      if (thrown instanceof PermanentError) throw new UnrecoverableError(thrown.message);
      // Not the job's fault: it comes back at once, elsewhere, with as many tries as before.
      if (this.#closing.signal.aborted && !(thrown instanceof DelayedError))
        return await context.delayUntil(Date.now());
      throw toError(thrown);
    } finally {
      this.#metrics?.duration.observe({ queue: this.#type.queue }, (performance.now() - startedAtMs) / 1_000);
    }
  }

  /** Whether it can take jobs now. */
  state(): { ok: boolean; detail: string } {
    const isRunning = this.#closed === undefined && this.#worker.isRunning();
    return isRunning ? this.#deps.connection.state() : { ok: false, detail: 'not running' };
  }

  /** Waits until it takes jobs. */
  async ready(): Promise<void> {
    await this.#worker.waitUntilReady();
  }

  /** Takes no more jobs and waits for those in hand; what is cut short is run again by another worker. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const drainTimeoutMs = this.#options.drainTimeoutMs ?? 10_000;
    const closing = this.#worker.close();
    try {
      await within(drainTimeoutMs, 'close', closing);
    } catch {
      this.#deps.log.warn({ queue: this.#type.queue, drainTimeoutMs }, 'job_worker_drain_cut_short');
      this.#closing.abort(new Error('the worker closes'));
      await within(1_000, 'close', closing).catch(() => undefined);
    }
  }
}

/** Starts a worker for a job type. */
export function createWorker<T>(
  type: JobType<T>,
  handler: JobHandler<T>,
  deps: QueueDeps,
  options?: WorkerOptions,
): JobWorker<T> {
  return new JobWorker(type, handler, deps, options);
}
