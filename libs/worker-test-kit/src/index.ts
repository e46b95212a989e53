export * from './lib/test-redis.ts';
