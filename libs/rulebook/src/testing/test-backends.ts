import type { OrgId } from '@redoubt/contracts';
import { connectRedis } from '@redoubt/redis';
import { createTestDatabase } from '@redoubt/storage';
import { createLogger } from '@redoubt/telemetry';
import { provisionOrganization } from '@redoubt/tenancy';
import type { RulebookDeps } from '../lib/rulebook-deps.ts';

/** A database of its own and the shared cluster. */
export interface TestBackends extends RulebookDeps {
  newOrg(name: string, features?: Record<string, boolean>): Promise<OrgId>;
  close(): Promise<void>;
}

export async function connectTestBackends(): Promise<TestBackends> {
  const { TEST_DATABASE_URL: serverUrl, TEST_REDIS_NODES: addresses } = process.env;
  if (!serverUrl || !addresses) throw new Error('there are no servers: run this file in the int project');
  const nodes = addresses.split(',').map((address) => {
    const [host, port] = address.split(':') as [string, string];
    return { host, port: Number(port) };
  });
  const log = createLogger({ app: 'test', level: 'silent' });
  const [redis, test] = await Promise.all([connectRedis({ nodes }, { log }), createTestDatabase(serverUrl)]);
  const deps = { redis, database: test.database };
  return {
    ...deps,
    newOrg: async (name, features = {}) => {
      const org = await provisionOrganization(deps, { name, expectedGroups: ['alert_engine'], features });
      return org.id;
    },
    close: async () => {
      await redis.close();
      await test.close();
    },
  };
}
