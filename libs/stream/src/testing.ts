/** What an in-memory twin of this library needs to treat outcomes exactly as the real consumer does, and its metrics for the docs. */
export { HandlerRunner, type Settled } from './lib/consumer/handler-runner.ts';
export { createConsumerMetrics } from './lib/consumer/consumer-metrics.ts';
export { createProducerMetrics } from './lib/producer/producer-metrics.ts';
export { LANE_ORDER, type ItemInHand } from './lib/consumer/org-work.ts';
export { readEvent, readRecord } from './lib/consumer/visit.ts';
