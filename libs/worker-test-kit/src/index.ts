export * from './lib/test-redis.ts';
export * from './lib/crash/crash-field.ts';
export * from './lib/crash/effects.ts';
export * from './lib/crash/worker-settings.ts';
