import { provisionOrganization, createApiKey, type Organization } from '@redoubt/tenancy';
import type { OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { createOpsServer, Lifecycle, type OpsServer } from '@redoubt/service';
import { createTestDatabase, type TestDatabase } from '@redoubt/storage';
import { decodeEntry } from '@redoubt/stream';
import { createLogger, createMetrics, type Metrics } from '@redoubt/telemetry';
import { appLogin, connectTestRedis } from '@redoubt/worker-test-kit';
import { buildApp } from '../app.ts';
import { gatewayConfig, gatewayEnv } from '../config.ts';
import type { SyslogServer } from '../protocols/syslog/syslog-server.ts';

/** The whole gateway in this process, on a real cluster, with an organisation and its key. */
export interface TestApp {
  url: string;
  opsUrl: string;
  life: Lifecycle;
  ops: OpsServer;
  metrics: Metrics;
  redis: RedisClient;
  database: TestDatabase['database'];
  organization: Organization;
  key: string;
  keyId: string;
  syslog: SyslogServer;
  post(body: NonNullable<RequestInit['body']>, headers?: Record<string, string>): Promise<Response>;
  /** Everything stored for an organisation, per lane. */
  stored(orgId?: OrgId): Promise<{ s: string[]; p: string[] }>;
  close(): Promise<void>;
}

const log = createLogger({ app: 'spec', level: 'silent' });

/**
 * @param env  further environment of the gateway
 * @param onKey  told the key before the gateway starts, for files that it reads
 */
export async function startApp(
  redisNodes: string,
  env: Record<string, string> = {},
  onKey: (key: string) => void = () => undefined,
): Promise<TestApp> {
  const config = gatewayConfig(
    gatewayEnv.parse({
      REDIS_NODES: redisNodes,
      ...(await appLogin('ingest-gateway', redisNodes)),
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: '0',
      MEMORY_POLL_MS: '100',
      ...env,
    }),
  );
  const testDatabase = await createTestDatabase();
  const redis = await connectTestRedis(redisNodes);
  const deps = { database: testDatabase.database, redis };
  const organization = await provisionOrganization(deps, { name: 'acme', expectedGroups: ['db_writer'] });
  const key = await createApiKey(deps, { organization: 'acme', name: 'spec', scopes: ['ingest'] });

  onKey(key.text);
  const metrics = createMetrics({ app: 'ingest-gateway', isDefaultMetrics: false });
  const life = new Lifecycle({ log, drainTimeoutMs: 10_000 });
  const ops = life.own('ops', createOpsServer({ host: '127.0.0.1', port: 0 }, { log, metrics }));
  await ops.listen();
  const gateway = await buildApp(config, { life, ops, log, metrics });
  const url = `http://127.0.0.1:${gateway.server.port}`;
  return {
    url,
    opsUrl: `http://127.0.0.1:${ops.port}`,
    ...{ life, ops, metrics, redis, organization },
    database: testDatabase.database,
    key: key.text,
    keyId: key.id,
    syslog: gateway.syslog,
    post: (body, headers = {}) =>
      fetch(`${url}/v1/events`, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${key.text}`, 'content-type': 'application/x-ndjson', ...headers },
      }),
    stored: (orgId = organization.id) => readLanes(redis, orgId),
    close: async () => {
      await life.stop('spec');
      await redis.close();
      await testDatabase.close();
    },
  };
}

async function readLanes(redis: RedisClient, orgId: OrgId): Promise<{ s: string[]; p: string[] }> {
  const [s, p] = await Promise.all((['s', 'p'] as const).map((lane) => readLane(redis, orgKeys(orgId).lane(lane))));
  return { s: s ?? [], p: p ?? [] };
}

async function readLane(redis: RedisClient, stream: string): Promise<string[]> {
  const entries = (await redis.call('XRANGE', stream, ['-', '+'], { buffers: true })) as [Buffer, Buffer[]][];
  return entries.flatMap(([id, fields]) => {
    const entry = decodeEntry(id.toString(), fields);
    if ('error' in entry) throw new Error(entry.error);
    return entry.lines.map((line) => line.toString('utf8'));
  });
}
