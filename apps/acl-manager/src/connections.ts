import {
  AclCluster,
  AuditLog,
  FileCredentialStore,
  KubernetesCredentialStore,
  type AuditEntry,
  type CredentialStore,
} from '@redoubt/acl';
import { systemClock, toError, type Clock } from '@redoubt/contracts';
import { connectRedis, NodePool, type RedisClient, type RedisCredentials, type RedisOptions } from '@redoubt/redis';
import type { ServiceParts } from '@redoubt/service';
import { createDatabase, type Database } from '@redoubt/storage';
import { createFrameProducer } from '@redoubt/stream';
import type { Logger } from '@redoubt/telemetry';
import type { AclManagerConfig, CredentialPlace } from './config.ts';
import { PlatformEvents } from './incidents/platform-events.ts';
import { createAclManagerMetrics, type AclManagerMetrics } from './metrics.ts';

/** The user that acl-manager comes as. */
export const OWN_USER = 'acl-manager';

/** What all parts of acl-manager work with. */
export interface Connections {
  store: CredentialStore;
  cluster: AclCluster;
  redis: RedisClient;
  /** How nodes are reached, without credentials. */
  withoutUser: RedisOptions;
  audit: AuditLog;
  /** Appends to the chain; never rejects: what cannot be appended is logged in full and counted. */
  record: (entry: AuditEntry) => Promise<void>;
  /** Other credentials for all connections of this process. */
  switchOwn: (credentials: RedisCredentials) => Promise<void>;
  database: Database | undefined;
  events: PlatformEvents | undefined;
  metrics: AclManagerMetrics;
  log: Logger;
  clock: Clock;
}

/** Opens them. Throws RedisUnavailableError when no node answers in time, and what the store throws. */
export async function connectAll(
  config: AclManagerConfig,
  { life, log, metrics }: Pick<ServiceParts, 'life' | 'log' | 'metrics'>,
): Promise<Connections> {
  const clock = systemClock;
  const own = createAclManagerMetrics(metrics);
  const store = storeOf(config.credentials);
  // Its password is followed by who exchanges it, and the file of the first start is none of the store's.
  const { nodes, tls, clientName } = config.redis;
  const withoutUser = { nodes, clientName, ...(tls ? { tls } : {}) };
  const options = { ...withoutUser, ...(await ownLogin(store, config)) };
  const pool = life.own('nodes', new NodePool(options));
  const redis = life.own('redis', await connectRedis(options, { log, metrics }));
  const database =
    config.databaseUrl === undefined
      ? undefined
      : life.own('database', createDatabase({ url: config.databaseUrl, poolMax: 2, appName: 'redoubt-acl-manager' }));
  const clients = [redis];
  let events: PlatformEvents | undefined;
  if (config.platformOrganization !== undefined) {
    // WAIT behind an append holds up whatever shares its connections.
    const client = life.own('redis-events', await connectRedis(options, { log }));
    clients.push(client);
    const appender = life.own('appender', createFrameProducer({ redis: client, log, metrics }));
    events = new PlatformEvents({ appender, database }, config.platformOrganization);
  }
  const audit = new AuditLog({ redis, clock });
  return {
    ...{ store, redis, withoutUser, audit, database, events, metrics: own, log, clock },
    cluster: new AclCluster(pool, { withoutUser: life.own('nodes-without-user', new NodePool(withoutUser)) }),
    record: async (entry) => {
      try {
        await audit.append(entry);
      } catch (error) {
        own.auditFailures.inc();
        log.error({ err: toError(error), ...entry }, 'audit_append_failed');
      }
    },
    switchOwn: async (credentials) => {
      await pool.switchCredentials(credentials);
      for (const client of clients) await client.switchCredentials(credentials);
    },
  };
}

function storeOf(place: CredentialPlace): CredentialStore {
  return place.kind === 'files' ? new FileCredentialStore(place.folder) : new KubernetesCredentialStore(place);
}

/**
 * Whom it comes as: with its own user, the password of the store. The one that the environment names for the first start is taken over as one of unknown
 * age, so that it is exchanged at the first occasion like any that has grown too old.
 */
async function ownLogin(
  store: CredentialStore,
  { redis: { credentials } }: AclManagerConfig,
): Promise<{ credentials?: RedisCredentials }> {
  if (credentials?.username !== OWN_USER) return credentials ? { credentials } : {};
  const held = await store.read(OWN_USER);
  if (held) return { credentials: { username: OWN_USER, password: held.password } };
  await store.write({ user: OWN_USER, password: credentials.password, createdAtMs: 0 });
  return { credentials };
}
