export * from './lib/logger.ts';
export { redactText } from './lib/redact-text.ts';
export * from './lib/metrics.ts';
export * from './lib/metric-types.ts';
