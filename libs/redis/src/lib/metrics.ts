import type { Metrics } from '@redoubt/telemetry';
import { SERVER_ERROR_KINDS } from './server-error.ts';

/** Numbers of the Redis client. */
export interface RedisMetrics {
  /** Commands that got no useful reply, by kind. */
  commandErrors: { inc(labels: { kind: string }): void };
  /** Single retries after a refusal. */
  retries: { inc(): void };
}

/** Registers the client's metrics; called once per process and registry. */
export function createRedisMetrics(metrics: Metrics): RedisMetrics {
  return {
    commandErrors: metrics.counter({
      name: 'redis_command_errors_total',
      help: 'Redis commands that ended without a reply of use, by kind',
      labelNames: ['kind'],
      labelValues: { kind: [...SERVER_ERROR_KINDS, 'not_sent', 'unknown'] },
    }),
    retries: metrics.counter({
      name: 'redis_retries_total',
      help: 'Redis commands sent again after a definite refusal',
    }),
  };
}

/** For clients whose owner keeps no metrics. */
export const noRedisMetrics: RedisMetrics = {
  commandErrors: { inc: () => undefined },
  retries: { inc: () => undefined },
};
