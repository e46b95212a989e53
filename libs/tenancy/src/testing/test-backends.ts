import type { OrgId } from '@redoubt/contracts';
import { connectRedis, type RedisClient } from '@redoubt/redis';
import { nodesOf } from '@redoubt/redis/testing';
import { createTestDatabase } from '@redoubt/storage';
import { createLogger } from '@redoubt/telemetry';
import { provisionOrganization } from '../lib/organizations.ts';
import type { TenancyDeps } from '../lib/tenancy-deps.ts';

export const silentLog = createLogger({ app: 'test', level: 'silent' });

/** A client of the cluster that the `int` stage has started. */
export function connectTestRedis(addresses: string | undefined = process.env.TEST_REDIS_NODES): Promise<RedisClient> {
  if (!addresses) throw new Error('TEST_REDIS_NODES is not set: run this file in the int project');
  return connectRedis({ nodes: nodesOf(addresses), retryTimeoutMs: 1_000, commandTimeoutMs: 500 }, { log: silentLog });
}

export interface TestBackends extends TenancyDeps {
  /** Provisions an organisation whose streams alert-engine and db-writer read. */
  newOrg(name: string, features?: Record<string, boolean>): Promise<OrgId>;
  close(): Promise<void>;
}

/** A database of its own and the shared cluster. */
export async function connectTestBackends(): Promise<TestBackends> {
  const [redis, test] = await Promise.all([connectTestRedis(), createTestDatabase()]);
  const deps = { redis, database: test.database };
  return {
    ...deps,
    newOrg: async (name, features = {}) => {
      const expectedGroups = ['alert_engine', 'db_writer'] as const;
      return (await provisionOrganization(deps, { name, expectedGroups, features })).id;
    },
    close: async () => {
      await redis.close();
      await test.close();
    },
  };
}
