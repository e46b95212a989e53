import { createTempDir, startRedisCluster, type RedisCluster, type TempDir } from '@redoubt/test-kit';
import { parseOrgId, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { createTestDatabase } from '@redoubt/storage';
import { createApiKey, provisionOrganization } from '@redoubt/tenancy';
import { appLogin, connectTestRedis } from '@redoubt/worker-test-kit';
import { decodeEntry } from '@redoubt/stream';
import { appendAlerts } from './append-alerts.ts';
import { startBalancer, type Balancer } from './balancer.ts';
import { startDashboardProcess, type DashboardProcess } from './dashboard-process.ts';
import { TEST_SESSION_KEYS } from './start-app.ts';

const PAGE = 200;

export interface StageOrg {
  orgId: OrgId;
  token: string;
}

/** Two dashboards behind a balancer, as processes, on a cluster with replicas of their own. */
export class FeedStage {
  readonly cluster: RedisCluster;
  readonly redis: RedisClient;
  readonly orgs: readonly StageOrg[];
  readonly dashboards: readonly DashboardProcess[];
  readonly balancer: Balancer;
  readonly #database: Awaited<ReturnType<typeof createTestDatabase>>;
  readonly #temp: TempDir;

  private constructor(parts: Pick<FeedStage, 'cluster' | 'redis' | 'orgs' | 'dashboards' | 'balancer'>, rest: Rest) {
    this.cluster = parts.cluster;
    this.redis = parts.redis;
    this.orgs = parts.orgs;
    this.dashboards = parts.dashboards;
    this.balancer = parts.balancer;
    this.#database = rest.database;
    this.#temp = rest.temp;
  }

  static async open(orgCount: number): Promise<FeedStage> {
    const cluster = await startRedisCluster({ replicas: 1 });
    const redis = await connectTestRedis(cluster.addresses);
    const database = await createTestDatabase();
    const temp = createTempDir('feeds');
    const env = {
      REDIS_NODES: cluster.addresses,
      ...(await appLogin('dashboard', cluster.addresses)),
      DATABASE_URL: database.url,
      SESSION_KEYS: TEST_SESSION_KEYS,
      MAX_SOCKETS_PER_HOLDER: '1000',
      KEY_REQUESTS_PER_MINUTE: '100000',
      LOG_LEVEL: 'warn',
    };
    const orgs: StageOrg[] = [];
    for (let i = 0; i < orgCount; i++) orgs.push(await addOrg({ database: database.database, redis }, `org-${i}`));
    const dashboards = [await startDashboardProcess(env, temp.path), await startDashboardProcess(env, temp.path)];
    const balancer = await startBalancer(dashboards.map(({ port }) => port));
    return new FeedStage({ cluster, redis, orgs, dashboards, balancer }, { database, temp });
  }

  /** Appends to every organisation until told to stop; what fails is tried again with the next. */
  appendUntil(isDone: () => boolean): Promise<void> {
    const appendTo = async ({ orgId }: StageOrg): Promise<void> => {
      while (!isDone()) {
        await appendAlerts(this.redis, orgId, 2).catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    return Promise.all(this.orgs.map(appendTo)).then(() => undefined);
  }

  /** Ids of all records an organisation's stream holds now, as subscribers see them. */
  async recordIds({ orgId }: StageOrg): Promise<string[]> {
    const key = orgKeys(orgId).alertsStream();
    const ids: string[] = [];
    for (let from = '-'; ;) {
      const args = [from, '+', 'COUNT', PAGE];
      const rows = (await this.redis.call('XRANGE', key, args, { buffers: true, retry: 'free' })) as [
        Buffer,
        Buffer[],
      ][];
      for (const [id, fields] of rows) {
        const entry = decodeEntry(id.toString(), fields);
        if ('lines' in entry) ids.push(...entry.lines.map((_, index) => `${id.toString()}-${index}`));
      }
      if (rows.length < PAGE) return ids;
      from = `(${rows.at(-1)?.[0].toString()}`;
    }
  }

  async close(): Promise<void> {
    await this.balancer.close();
    await Promise.all(this.dashboards.map(({ process }) => process.stop()));
    await this.redis.close();
    await this.#database.close();
    await this.cluster.stop();
    this.#temp.remove();
  }
}

interface Rest {
  database: Awaited<ReturnType<typeof createTestDatabase>>;
  temp: TempDir;
}

async function addOrg(deps: Parameters<typeof createApiKey>[0], name: string): Promise<StageOrg> {
  const { id } = await provisionOrganization(deps, { name, expectedGroups: ['db_writer'] });
  const { text } = await createApiKey(deps, { organization: name, name: 'read', scopes: ['read'] });
  return { orgId: parseOrgId(id), token: text };
}
