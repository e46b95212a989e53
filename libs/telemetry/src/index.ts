export * from './lib/logger.ts';
export * from './lib/metrics.ts';
export * from './lib/metric-types.ts';
