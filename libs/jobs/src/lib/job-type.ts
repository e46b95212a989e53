import { PermanentError } from '@redoubt/contracts';
import { z } from 'zod';

/** What is fixed about one kind of job; each kind has a queue of its own, shared by all organisations. */
export interface JobType<T> {
  /** Name of its queue, `[A-Za-z0-9_-]{1,64}`. */
  queue: string;
  /** Shape of the job's data: ids only, never a secret, since it lies in Redis in the clear. */
  schema: z.ZodType<T>;
  /** Tries before a job is dead; those that ended because a worker died are not counted. @default 8 */
  attempts?: number;
  backoff?: Partial<BackoffOptions>;
  /** Longest one try may take, ms; its signal aborts then. @default 60000 */
  timeoutMs?: number;
  /** How many finished jobs are kept for a look at their results, and how long, s. @default none */
  keepCompleted?: { count: number; ageSeconds: number };
  /** Dead jobs kept with their reason; the oldest leave first. @default 1000 for 30 days */
  keepDead?: { count: number; ageSeconds: number };
}

export interface BackoffOptions {
  /** Pause after the first failed try, ms; doubles with each. @default 1000 */
  firstMs: number;
  /** Longest pause, ms. @default 600000 */
  maxMs: number;
  /** Longest pause a handler may ask for, ms. @default 3600000 */
  maxAskedMs: number;
}

export const DEFAULT_BACKOFF: BackoffOptions = { firstMs: 1_000, maxMs: 600_000, maxAskedMs: 3_600_000 };
export const DEFAULT_ATTEMPTS = 8;
export const DEFAULT_TIMEOUT_MS = 60_000;
export const DEFAULT_KEEP_DEAD = { count: 1_000, ageSeconds: 30 * 86_400 };

/** Largest job data, bytes of JSON. */
export const MAX_JOB_BYTES = 4_096;

/** Gives the type back with `T` inferred from its schema. */
export function defineJobType<T>(type: JobType<T>): JobType<T> {
  return type;
}

/**
 * Checks data at both ends of a queue.
 *
 * @throws PermanentError naming the bad field
 */
export function checkJobData<T>(type: JobType<T>, data: unknown): T {
  const result = type.schema.safeParse(data);
  if (result.success) return result.data;
  throw new PermanentError(`data of a ${type.queue} job: ${z.prettifyError(result.error)}`);
}
