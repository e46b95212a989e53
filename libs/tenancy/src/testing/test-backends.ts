import { connectRedis, type RedisClient } from '@redoubt/redis';
import { createTestDatabase } from '@redoubt/storage';
import { createLogger } from '@redoubt/telemetry';
import type { TenancyDeps } from '../lib/tenancy-deps.ts';

export const silentLog = createLogger({ app: 'test', level: 'silent' });

/** A client of the cluster that the `int` stage has started. */
export function connectTestRedis(addresses: string | undefined = process.env.TEST_REDIS_NODES): Promise<RedisClient> {
  if (!addresses) throw new Error('TEST_REDIS_NODES is not set: run this file in the int project');
  const nodes = addresses.split(',').map((address) => {
    const [host, port] = address.split(':') as [string, string];
    return { host, port: Number(port) };
  });
  return connectRedis({ nodes, retryTimeoutMs: 1_000, commandTimeoutMs: 500 }, { log: silentLog });
}

export interface TestBackends extends TenancyDeps {
  close(): Promise<void>;
}

/** A database of its own and the shared cluster. */
export async function connectTestBackends(): Promise<TestBackends> {
  const serverUrl = process.env.TEST_DATABASE_URL;
  if (!serverUrl) throw new Error('TEST_DATABASE_URL is not set: run this file in the int project');
  const [redis, test] = await Promise.all([connectTestRedis(), createTestDatabase(serverUrl)]);
  return {
    redis,
    database: test.database,
    close: async () => {
      await redis.close();
      await test.close();
    },
  };
}
