import { createLogger, type Metrics } from '@redoubt/telemetry';
import type { RedisNodeAddress, RedisOptions } from '../lib/options.ts';
import { connectRedis, type RedisClient } from '../lib/redis-client.ts';

/** Addresses `host:port,…` as nodes. */
export function nodesOf(addresses: string): RedisNodeAddress[] {
  return addresses.split(',').map((address) => {
    const cut = address.lastIndexOf(':');
    return { host: address.slice(0, cut), port: Number(address.slice(cut + 1)) };
  });
}

/**
 * Connects to a cluster for a spec of this library.
 *
 * @param addresses defaults to the cluster the integration project started
 */
export function connectTestClient(
  addresses = process.env.TEST_REDIS_NODES,
  options: Partial<RedisOptions> & { metrics?: Metrics } = {},
): Promise<RedisClient> {
  if (!addresses) throw new Error('TEST_REDIS_NODES names no cluster');
  const { metrics, ...redisOptions } = options;
  const log = createLogger({ app: 'test', level: 'silent' });
  return connectRedis({ nodes: nodesOf(addresses), ...redisOptions }, { log, ...(metrics ? { metrics } : {}) });
}
