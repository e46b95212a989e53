import { clusterKeys } from '@redoubt/key-schema';
import type { JobsConnection } from '@redoubt/redis/jobs';
import type { Logger, Metrics } from '@redoubt/telemetry';
import { Queue, type JobsOptions } from 'bullmq';
import { createJobMetrics, type JobMetrics } from './job-metrics.ts';
import { DEFAULT_ATTEMPTS, DEFAULT_KEEP_DEAD, MAX_JOB_BYTES, checkJobData, type JobType } from './job-type.ts';
import { within } from './within.ts';

export interface QueueDeps {
  connection: JobsConnection;
  log: Logger;
  metrics?: Metrics;
}

export interface QueueOptions {
  /** Longest wait for one call, ms; longer than a failover would make callers pile up. @default 5000 */
  callTimeoutMs?: number;
  /** How often the number of jobs is read for the metrics, ms. @default 10000 */
  countIntervalMs?: number;
}

export type JobState = 'waiting' | 'delayed' | 'active' | 'completed' | 'dead' | 'unknown';

/** A dead job. */
export interface DeadJob {
  jobId: string;
  data: unknown;
  reason: string;
  attempts: number;
  diedAtMs: number;
}

/** Adds jobs of one type. Every method throws RetryableError when the cluster gives no answer in time. */
export class JobQueue<T> {
  readonly #type: JobType<T>;
  readonly #queue: Queue<unknown>;
  readonly #callTimeoutMs: number;
  readonly #metrics: JobMetrics | undefined;
  readonly #countTimer: NodeJS.Timeout | undefined;

  constructor(type: JobType<T>, deps: QueueDeps, options: QueueOptions = {}) {
    this.#type = type;
    this.#callTimeoutMs = options.callTimeoutMs ?? 5_000;
    this.#queue = new Queue<unknown>(type.queue, {
      connection: deps.connection.client,
      prefix: clusterKeys.bull(type.queue),
      defaultJobOptions: jobOptions(type),
      streams: { events: { maxLen: 1_000 } },
    });
    this.#queue.on('error', (error) => deps.log.debug({ err: error, queue: type.queue }, 'job_queue_error'));
    if (deps.metrics === undefined) return;
    this.#metrics = createJobMetrics(deps.metrics);
    this.#countTimer = setInterval(() => void this.count().catch(() => undefined), options.countIntervalMs ?? 10_000);
    this.#countTimer.unref();
  }

  /**
   * Adds a job, or does nothing while one with this id is kept: waiting, running, finished or dead.
   *
   * @throws PermanentError the data is not of the type's shape
   */
  async add(data: T, options: { jobId: string; delayMs?: number }): Promise<void> {
    const checked = checkJobData(this.#type, data);
    const { jobId, delayMs = 0 } = options;
    await this.#call('add', this.#queue.add(this.#type.queue, checked, { jobId, delay: Math.max(0, delayMs) }));
  }

  /** Adds a job, also when a finished or dead one holds its id. */
  async revive(data: T, options: { jobId: string; delayMs?: number }): Promise<void> {
    const state = await this.state(options.jobId);
    if (state === 'completed' || state === 'dead') await this.remove(options.jobId);
    await this.add(data, options);
  }

  /** Removes a job that is not running; false when there was none or it runs. */
  async remove(jobId: string): Promise<boolean> {
    return (await this.#call('remove', this.#queue.remove(jobId))) === 1;
  }

  async state(jobId: string): Promise<JobState> {
    const state = await this.#call('state', this.#queue.getJobState(jobId));
    if (state === 'failed') return 'dead';
    if (state === 'prioritized' || state === 'waiting-children') return 'waiting';
    return state;
  }

  /** What the handler of a finished job gave back; undefined when it is not finished or no longer kept. */
  async result(jobId: string): Promise<unknown> {
    const job = await this.#call('result', this.#queue.getJob(jobId));
    return job?.finishedOn === undefined ? undefined : job.returnvalue;
  }

  /** The newest dead jobs. */
  async deadJobs(limit = 100): Promise<DeadJob[]> {
    const jobs = await this.#call('dead jobs', this.#queue.getFailed(0, limit - 1));
    return jobs.map((job) => ({
      jobId: job.id ?? '',
      data: job.data,
      reason: job.failedReason,
      attempts: job.attemptsMade,
      diedAtMs: job.finishedOn ?? 0,
    }));
  }

  /** Number of jobs by state. */
  async count(): Promise<Record<'waiting' | 'delayed' | 'active' | 'failed', number>> {
    const counts = await this.#call('count', this.#queue.getJobCounts('waiting', 'delayed', 'active', 'failed'));
    const of = (state: string): number => counts[state] ?? 0;
    const result = { waiting: of('waiting'), delayed: of('delayed'), active: of('active'), failed: of('failed') };
    for (const [state, count] of Object.entries(result)) {
      this.#metrics?.waiting.set({ queue: this.#type.queue, state }, count);
    }
    return result;
  }

  /** Stops counting; the connection stays with its owner. Safe to call twice. */
  async close(): Promise<void> {
    clearInterval(this.#countTimer);
    await within(this.#callTimeoutMs, 'close', this.#queue.close()).catch(() => undefined);
  }

  #call<R>(what: string, running: Promise<R>): Promise<R> {
    return within(this.#callTimeoutMs, `${this.#type.queue} ${what}`, running);
  }
}

function jobOptions(type: Pick<JobType<unknown>, 'attempts' | 'keepCompleted' | 'keepDead'>): JobsOptions {
  const { keepCompleted, keepDead = DEFAULT_KEEP_DEAD } = type;
  return {
    attempts: type.attempts ?? DEFAULT_ATTEMPTS,
    backoff: { type: 'redoubt' },
    removeOnComplete: keepCompleted ? { count: keepCompleted.count, age: keepCompleted.ageSeconds } : true,
    removeOnFail: { count: keepDead.count, age: keepDead.ageSeconds },
    sizeLimit: MAX_JOB_BYTES,
    keepLogs: 0,
    stackTraceLimit: 0,
  };
}

/** The queue of a job type. */
export function createQueue<T>(type: JobType<T>, deps: QueueDeps, options?: QueueOptions): JobQueue<T> {
  return new JobQueue(type, deps, options);
}
