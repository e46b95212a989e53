import type { Counter, Gauge, Histogram, Metrics } from '@redoubt/telemetry';

export type JobOutcome = 'completed' | 'retried' | 'dead' | 'stalled';

export interface JobMetrics {
  outcomes: Counter<'queue' | 'outcome'>;
  duration: Histogram<'queue'>;
  waiting: Gauge<'queue' | 'state'>;
}

/** Metrics of job queues; `queue` takes the names of the declared job types. */
export function createJobMetrics(metrics: Metrics): JobMetrics {
  return {
    outcomes: metrics.counter({
      name: 'jobs_total',
      help: 'Tries of jobs by how they ended; stalled: its worker died and it was given to another.',
      labelNames: ['queue', 'outcome'],
    }),
    duration: metrics.histogram({
      name: 'job_duration_seconds',
      help: 'Time one try of a job took.',
      labelNames: ['queue'],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    }),
    waiting: metrics.gauge({
      name: 'jobs_kept',
      help: 'Jobs in a queue by state, looked at every 10 s; failed: dead ones that are still kept.',
      labelNames: ['queue', 'state'],
    }),
  };
}
