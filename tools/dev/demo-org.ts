import { systemClock } from '@redoubt/contracts';
import { DEFAULT_GROUPS } from '@redoubt/key-schema';
import {
  connectRedis,
  type RedisClient,
  type RedisCredentials,
  type RedisOptions,
  type RedisTls,
} from '@redoubt/redis';
import { reconcileRulebook } from '@redoubt/rulebook';
import { connectDatabase, migrate, type Database } from '@redoubt/storage';
import { createLogger } from '@redoubt/telemetry';
import {
  createApiKey,
  listApiKeys,
  provisionOrganization,
  reconcile,
  updateOrganization,
  type Organization,
} from '@redoubt/tenancy';

export interface Control {
  database: Database;
  redis: RedisClient;
  close(): Promise<void>;
}

interface Servers {
  redisNodes: string;
  databaseUrl: string;
  operatorLogin(): RedisCredentials | undefined;
  operatorPasswordFile(): string | undefined;
  redisTls(): RedisTls | undefined;
}

/**
 * Opens connections for administration, and brings the schema up to date, unless that is left to others.
 *
 * @param credentials who comes to Redis; the operator when left out
 */
export async function connectControl(
  servers: Servers,
  credentials?: RedisCredentials,
  { migrates = true }: { migrates?: boolean } = {},
): Promise<Control> {
  const log = createLogger({ app: 'dev', level: 'silent' });
  const database = await connectDatabase({ url: servers.databaseUrl, appName: 'redoubt-dev', poolMax: 3 });
  try {
    if (migrates) await migrate(database);
    const nodes = servers.redisNodes.split(',').map((address) => {
      const [host = '', port] = address.split(':');
      return { host, port: Number(port) };
    });
    const tls = servers.redisTls();
    const login = credentials ? { credentials } : operatorOf(servers);
    const options = { nodes, clientName: 'dev', ...login, ...(tls ? { tls } : {}) };
    const redis = await connectRedis(options, { log });
    return {
      database,
      redis,
      close: async () => {
        await redis.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** With the file of the password, so that a rotation is followed. */
function operatorOf(servers: Servers): Pick<RedisOptions, 'credentials' | 'passwordFile'> {
  const [credentials, passwordFile] = [servers.operatorLogin(), servers.operatorPasswordFile()];
  return { ...(credentials ? { credentials } : {}), ...(passwordFile ? { passwordFile } : {}) };
}

export interface DemoOrg {
  organization: Organization;
  apiKey: string;
}

/** Generous: the demo is to show the platform, not the quota. */
const QUOTA = { eventsPerSecond: 200_000, bytesPerSecond: 200_000_000, burstSeconds: 10 };

/**
 * Makes the organisation and a key for it, or finds both again.
 *
 * @param knownKey  the key an earlier run was given; used again while it is still good
 */
export async function ensureDemoOrg(control: Control, name: string, knownKey?: string): Promise<DemoOrg> {
  const displayName = `${name.slice(0, 1).toUpperCase()}${name.slice(1)} company`;
  const features = { ml_threat_detection: true };
  const request = { name, displayName, quota: QUOTA, expectedGroups: DEFAULT_GROUPS, features };
  const known = await provisionOrganization(control, request);
  // One that an earlier version made may not know every group of today.
  const isCurrent = DEFAULT_GROUPS.every((group) => known.expectedGroups.includes(group));
  const organization = isCurrent
    ? known
    : await updateOrganization(control, known.id, { expectedGroups: DEFAULT_GROUPS });
  // Redis may have been emptied while PostgreSQL was not.
  await reconcile(control);
  await reconcileRulebook(control);
  if (knownKey !== undefined && (await isGood(control, name, knownKey))) return { organization, apiKey: knownKey };
  const { text } = await createApiKey(control, { organization: name, name: 'demo', scopes: ['ingest', 'read'] });
  return { organization, apiKey: text };
}

async function isGood(control: Control, name: string, key: string): Promise<boolean> {
  const id = key.split('_')[1];
  const keys = await listApiKeys(control, name);
  const known = keys.find((candidate) => candidate.id === id);
  if (known === undefined || known.revokedAtMs !== undefined) return false;
  return known.expiresAtMs === undefined || known.expiresAtMs > systemClock.now();
}
