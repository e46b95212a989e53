/** What an in-memory twin of this library needs to treat outcomes exactly as the real consumer does. */
export { HandlerRunner, type Settled } from './lib/consumer/handler-runner.ts';
export { createConsumerMetrics } from './lib/consumer/consumer-metrics.ts';
export { readEvent } from './lib/consumer/visit.ts';
