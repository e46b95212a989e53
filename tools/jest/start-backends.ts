import { startPostgres, startRedisCluster } from '@redoubt/test-kit';
import { backends } from './backends.ts';

/**
 * One Redis cluster and one PostgreSQL server for all integration specs, told through TEST_REDIS_NODES
 * (`host:port,…`) and TEST_DATABASE_URL. Where these are set already, the servers they name are used.
 */
export default async function startBackends(): Promise<void> {
  const started = backends();
  await Promise.all([
    (async () => {
      if (process.env.TEST_REDIS_NODES) return;
      started.redis = await startRedisCluster();
      process.env.TEST_REDIS_NODES = started.redis.addresses;
    })(),
    (async () => {
      if (process.env.TEST_DATABASE_URL) return;
      started.postgres = await startPostgres();
      process.env.TEST_DATABASE_URL = started.postgres.url;
    })(),
  ]);
}
