import { startPostgres, startRedisCluster, type RedisCluster } from '@redoubt/test-kit';
import { backends } from './backends.ts';
import { startRedisContainers, type RedisContainers } from './redis-containers.ts';

/**
 * One Redis cluster and one PostgreSQL server for all integration specs, told through TEST_REDIS_NODES
 * (`host:port,…`) and TEST_DATABASE_URL. Where these are set already, the servers they name are used. With
 * REDOUBT_REDIS_IMAGE the cluster runs in containers of that image.
 */
export default async function startBackends(): Promise<void> {
  const started = backends();
  await Promise.all([
    (async () => {
      if (process.env.TEST_REDIS_NODES) return;
      const redis = await startRedis(process.env.REDOUBT_REDIS_IMAGE);
      started.redis = redis;
      process.env.TEST_REDIS_NODES = redis.addresses;
    })(),
    (async () => {
      if (process.env.TEST_DATABASE_URL) return;
      started.postgres = await startPostgres();
      process.env.TEST_DATABASE_URL = started.postgres.url;
    })(),
  ]);
}

function startRedis(image: string | undefined): Promise<RedisCluster | RedisContainers> {
  return image ? startRedisContainers(image) : startRedisCluster();
}
