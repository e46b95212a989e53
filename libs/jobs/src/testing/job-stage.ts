import { randomBytes } from 'node:crypto';
import { createJobsConnection, type JobsConnection } from '@redoubt/redis/jobs';
import { createLogger, createMetrics, type Metrics } from '@redoubt/telemetry';
import { z } from 'zod';
import { createQueue, type JobQueue } from '../lib/job-queue.ts';
import { defineJobType, type JobType } from '../lib/job-type.ts';
import { createWorker, type JobHandler, type JobWorker, type WorkerOptions } from '../lib/job-worker.ts';

export const wordJob = z.strictObject({ word: z.string().max(100) });
export type WordJob = z.infer<typeof wordJob>;

/** A job type with a queue nobody else uses. */
export function wordType(settings: Partial<JobType<WordJob>> = {}): JobType<WordJob> {
  return defineJobType({
    queue: `test-${randomBytes(6).toString('hex')}`,
    schema: wordJob,
    backoff: { firstMs: 50, maxMs: 200 },
    ...settings,
  });
}

/** Connection, queue and workers of one spec, on a real cluster. */
export class JobStage {
  readonly metrics: Metrics = createMetrics({ app: 'test', isDefaultMetrics: false });
  readonly connection: JobsConnection;
  readonly #closers: (() => Promise<void>)[] = [];

  constructor(addresses = process.env.TEST_REDIS_NODES ?? '') {
    const nodes = addresses.split(',').map((address) => {
      const [host = '', port = ''] = address.split(':');
      return { host, port: Number(port) };
    });
    this.connection = createJobsConnection({ nodes }, { log: this.log });
  }

  get log() {
    return createLogger({ app: 'test', level: (process.env.TEST_LOG_LEVEL ?? 'silent') as 'silent' });
  }

  queue(type: JobType<WordJob>): JobQueue<WordJob> {
    const queue = createQueue(type, this, { callTimeoutMs: 5_000 });
    this.#closers.unshift(() => queue.close());
    return queue;
  }

  worker(type: JobType<WordJob>, handler: JobHandler<WordJob>, options: WorkerOptions = {}): JobWorker<WordJob> {
    const worker = createWorker(type, handler, this, { drainTimeoutMs: 3_000, ...options });
    this.#closers.unshift(() => worker.close());
    return worker;
  }

  async close(): Promise<void> {
    for (const close of this.#closers) await close();
    await this.connection.close();
  }
}
