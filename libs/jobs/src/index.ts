export { defineJobType, MAX_JOB_BYTES, type BackoffOptions, type JobType } from './lib/job-type.ts';
export { jobId } from './lib/job-id.ts';
export { pauseBeforeRetry, RetryLaterError } from './lib/backoff.ts';
export {
  createQueue,
  JobQueue,
  type DeadJob,
  type JobState,
  type QueueDeps,
  type QueueOptions,
} from './lib/job-queue.ts';
export { createWorker, JobWorker, type JobContext, type JobHandler, type WorkerOptions } from './lib/job-worker.ts';
export { createJobMetrics } from './lib/job-metrics.ts';
