export * from './lib/test-redis.ts';
export * from './lib/app-login.ts';
export * from './lib/crash/crash-field.ts';
export * from './lib/crash/effects.ts';
export * from './lib/crash/worker-settings.ts';
export * from './lib/memory/memory-streams.ts';
export * from './lib/memory/memory-consumer.ts';
