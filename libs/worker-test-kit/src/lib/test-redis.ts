import { connectRedis, type RedisClient, type RedisCredentials } from '@redoubt/redis';
import { createLogger, createMetrics, type Logger, type Metrics } from '@redoubt/telemetry';

/** Addresses `host:port,…` of the integration cluster, as nodes. */
export function nodesOf(addresses: string): { host: string; port: number }[] {
  return addresses.split(',').map((address) => {
    const cut = address.lastIndexOf(':');
    return { host: address.slice(0, cut), port: Number(address.slice(cut + 1)) };
  });
}

/** A logger that says nothing unless TEST_LOG_LEVEL asks for it. */
export function testLogger(): Logger {
  return createLogger({ app: 'test', level: (process.env.TEST_LOG_LEVEL ?? 'silent') as 'silent' });
}

/** A registry of its own, without process metrics. */
export function testMetrics(): Metrics {
  return createMetrics({ app: 'test', isDefaultMetrics: false });
}

/**
 * Connects to a cluster for a test.
 *
 * @param addresses defaults to the cluster the integration project started
 */
export function connectTestRedis(
  addresses = process.env.TEST_REDIS_NODES,
  commandTimeoutMs = 3_000,
  credentials?: RedisCredentials,
): Promise<RedisClient> {
  if (!addresses) throw new Error('TEST_REDIS_NODES names no cluster');
  const options = { nodes: nodesOf(addresses), commandTimeoutMs, ...(credentials ? { credentials } : {}) };
  return connectRedis(options, { log: testLogger() });
}
