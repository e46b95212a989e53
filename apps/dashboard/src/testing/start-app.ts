import { randomUUID } from 'node:crypto';
import { eventIdOf, type Alert, type EventFields, type Incident, type OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { createOpsServer, Lifecycle } from '@redoubt/service';
import {
  AlertStore,
  claimPositions,
  createTestDatabase,
  EventPartitions,
  EventStore,
  type AlertRecordRow,
  type Database,
} from '@redoubt/storage';
import {
  createApiKey,
  createUser,
  provisionOrganization,
  setMember,
  type ApiKeyScope,
  type Role,
} from '@redoubt/tenancy';
import { appLogin, connectTestRedis, testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { buildApp } from '../app.ts';
import { dashboardConfig, dashboardEnv } from '../config.ts';

/** An organisation with keys of two scopes. */
export interface Tenant {
  orgId: OrgId;
  name: string;
  read: string;
  admin: string;
}

/** The whole dashboard in this process, on a real cluster and a database of its own. */
export interface TestApp {
  url: string;
  opsUrl: string;
  redis: RedisClient;
  database: Database;
  life: Lifecycle;
  metrics: ReturnType<typeof testMetrics>;
  addTenant(name: string): Promise<Tenant>;
  keyOf(name: string, scope: ApiKeyScope): Promise<string>;
  /** Makes somebody a member; somebody new, unless `userId` says who. */
  addPerson(tenant: Pick<Tenant, 'orgId'>, role: Role, userId?: string): Promise<Person>;
  close(): Promise<void>;
}

/** Somebody who can sign in. */
export interface Person {
  userId: string;
  email: string;
  password: string;
}

/** Signs sessions of specs. */
export const TEST_SESSION_KEYS = `k1:${Buffer.alloc(32, 5).toString('base64')}`;
export const TEST_PASSWORD = 'correct horse battery';

const consumer = 'db_writer';
const operator = { kind: 'operator', name: 'spec' } as const;

/** @param env  further environment of the dashboard */
export async function startApp(env: Record<string, string> = {}): Promise<TestApp> {
  const testDatabase = await createTestDatabase();
  const { database } = testDatabase;
  const servers = { REDIS_NODES: process.env.TEST_REDIS_NODES, DATABASE_URL: testDatabase.url };
  const address = { HTTP_HOST: '127.0.0.1', HTTP_PORT: '0', SESSION_KEYS: TEST_SESSION_KEYS };
  const login = await appLogin('dashboard');
  const config = dashboardConfig(dashboardEnv.parse({ ...servers, ...login, ...address, ...env }));
  const redis = await connectTestRedis();
  const log = testLogger();
  const metrics = testMetrics();
  const life = new Lifecycle({ log, drainTimeoutMs: 10_000 });
  const ops = life.own('ops', createOpsServer({ host: '127.0.0.1', port: 0 }, { log, metrics }));
  await ops.listen();
  const server = await buildApp(config, { life, ops, log, metrics });
  const deps = { database, redis };
  const keyOf = async (organization: string, scope: ApiKeyScope): Promise<string> =>
    (await createApiKey(deps, { organization, name: scope, scopes: [scope] })).text;
  return {
    url: `http://127.0.0.1:${server.port}`,
    opsUrl: `http://127.0.0.1:${ops.port}`,
    ...{ redis, database, life, metrics, keyOf },
    addTenant: async (name) => {
      const expectedGroups = ['db_writer', 'alert_engine', 'notifier'] as const;
      const { id: orgId } = await provisionOrganization(deps, { name, expectedGroups: [...expectedGroups] });
      return { orgId, name, read: await keyOf(name, 'read'), admin: await keyOf(name, 'admin') };
    },
    addPerson: async ({ orgId }, role, known) => {
      const email = `${role}-${randomUUID()}@example.com`;
      const given = { email, displayName: `The ${role}`, password: TEST_PASSWORD };
      const userId = known ?? (await createUser(database, given, { by: operator })).id;
      await setMember(deps, orgId, { userId, role }, operator);
      return { userId, email, password: TEST_PASSWORD };
    },
    close: async () => {
      await life.stop('spec');
      await redis.close();
      await testDatabase.close();
    },
  };
}

/** Stores events as db-writer does; returns their ids. Call it once per organisation. */
export async function storeEvents(
  database: Database,
  orgId: OrgId,
  all: readonly Partial<EventFields>[],
): Promise<string[]> {
  await claimPositions(database, { orgId, consumer, epoch: 1 });
  const store = new EventStore({ database, partitions: new EventPartitions(database), consumer });
  const acceptedAtMs = Date.now();
  const entryId = `${acceptedAtMs}-0`;
  const events = all.map((given, index) => {
    const fields: EventFields = { eventType: 'failed_login', severity: 'medium', ...given };
    const eventId = eventIdOf('s', entryId, index);
    const line = Buffer.from(JSON.stringify(fields));
    return { eventId, lane: 's' as const, entryId, index, fields, line, acceptedAtMs };
  });
  await store.store([{ orgId, epoch: 1, events, lane: 's' }]);
  return events.map(({ eventId }) => eventId);
}

type Change = { alert: Alert } | { incident: Incident };
type Said = { change?: string; actor?: string; note?: string; commandId?: string };

/** Stores changes of alerts and incidents of one organisation as db-writer does. */
export async function openCaseStore(
  database: Database,
  orgId: OrgId,
): Promise<(changes: readonly (Change & Said)[]) => Promise<void>> {
  await claimPositions(database, { orgId, consumer, epoch: 1, lanes: ['a'] });
  const store = new AlertStore({ database, consumer });
  let entry = 0;
  return async (changes) => {
    entry += 1;
    const entryId = `${entry}-0`;
    const events = changes.map((one, index): AlertRecordRow => {
      const { updatedAtMs } = 'alert' in one ? one.alert : one.incident;
      const type = 'alert' in one ? 'alert' : 'incident';
      const record = { type, change: 'opened', atMs: updatedAtMs, isNotifiable: true, ...one };
      return {
        recordId: `a-${entryId}-${index}`,
        lane: 'a',
        entryId,
        index,
        record: record as AlertRecordRow['record'],
      };
    });
    await store.store([{ orgId, epoch: 1, lane: 'a', events }]);
  };
}
