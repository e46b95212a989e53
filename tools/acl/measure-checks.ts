import { AclCluster, appRole, applyUsers, passwordHash, type AppName } from '@redoubt/acl';
import { newOrgId, systemClock, type OrgId } from '@redoubt/contracts';
import { clusterKeys, orgKeys } from '@redoubt/key-schema';
import { connectRedis, NodePool, type RedisClient, type RedisCommand, type RedisCredentials } from '@redoubt/redis';
import { createFrameProducer, provisionStreams, type FrameAppender } from '@redoubt/stream';
import { startRedisCluster, type RedisCluster } from '@redoubt/test-kit';
import { createLogger, createMetrics, type Metrics } from '@redoubt/telemetry';

/**
 * What the rights of generated roles cost the servers, against `default` with all rights: the same commands, pair after
 * pair, by the processor time that the nodes took: `node tools/acl/measure-checks.ts`.
 */
const PAIRS = 9;

/** One way to use Redis, done again and again. */
interface Load {
  name: string;
  /** How many commands of clients a round is. */
  commands: number;
  round: (client: RedisClient) => Promise<void>;
}

const orgs = Array.from({ length: 6 }, newOrgId);

/** As ingest-gateway stores events: one script with six commands inside, each judged by itself. */
function appends(appenders: ReadonlyMap<RedisClient, FrameAppender>): Load {
  const line = Buffer.from(JSON.stringify({ eventType: 'failed_login', severity: 'medium', sourceIp: '203.0.113.7' }));
  const rounds = 250;
  const lanes = [{ lane: 's' as const, lines: Array.from({ length: 20 }, () => line) }];
  return {
    ...{ name: 'append 20 events as ingest-gateway', commands: rounds * orgs.length },
    round: async (client) => {
      const appender = appenders.get(client) as FrameAppender;
      const all = orgs.map(async (orgId: OrgId) => {
        for (let n = 0; n < rounds; n++) await appender.append({ orgId, lanes });
      });
      await Promise.all(all);
    },
  };
}

/** One cheap command, so that what stands in front of it weighs most. */
function reads(user: AppName, name: string, keyOf: (orgId: OrgId) => string, args: readonly string[]): Load {
  const batch = orgs.flatMap((orgId) =>
    Array.from({ length: 100 }, (): RedisCommand => {
      const key = keyOf(orgId);
      return { name, key, args: [key, ...args], retry: 'never' };
    }),
  );
  const rounds = 40;
  return {
    ...{ name: `${name} as ${user}`, commands: batch.length * rounds },
    round: async (client) => {
      for (let n = 0; n < rounds; n++) {
        const failed = (await client.batch(batch)).find((reply) => reply instanceof Error);
        if (failed) throw failed;
      }
    },
  };
}

/** Processor time that the nodes have taken, µs. */
async function processorUs(cluster: RedisCluster): Promise<number> {
  const infos = await Promise.all(cluster.nodes.map(({ admin }) => admin.info('cpu')));
  const rows = infos.flatMap((info) => [...info.matchAll(/^used_cpu_(?:user|sys):([\d.]+)/gm)]);
  return rows.reduce((sum, [, seconds]) => sum + Number(seconds) * 1e6, 0);
}

async function measure(cluster: RedisCluster, load: Load, clients: readonly [RedisClient, RedisClient]): Promise<void> {
  const once = async (client: RedisClient): Promise<number> => {
    const before = await processorUs(cluster);
    await load.round(client);
    return ((await processorUs(cluster)) - before) / load.commands;
  };
  for (const client of clients) await once(client);
  const [open, limited]: [number[], number[]] = [[], []];
  for (let pair = 0; pair < PAIRS; pair++) {
    const [first, second] = pair % 2 === 0 ? clients : clients.toReversed();
    const found = new Map<RedisClient | undefined, number>();
    for (const client of [first, second]) if (client) found.set(client, await once(client));
    open.push(found.get(clients[0]) ?? 0);
    limited.push(found.get(clients[1]) ?? 0);
  }
  const more = limited.map((us, pair) => us - (open[pair] ?? 0));
  const text = (all: readonly number[]): string => {
    const sorted = [...all].sort((a, b) => a - b);
    return `${sorted[Math.floor(all.length / 2)]?.toFixed(2)} (${sorted[0]?.toFixed(2)} to ${sorted.at(-1)?.toFixed(2)})`;
  };
  console.log(`${load.name}: µs a command: all rights ${text(open)}, role ${text(limited)}, more ${text(more)}`);
}

/** Users with the generated roles, by name. */
async function giveUsers(cluster: RedisCluster, apps: readonly AppName[]): Promise<void> {
  const pool = new NodePool({ nodes: cluster.nodes.map(({ host, port }) => ({ host, port })) });
  const users = apps.map((app) => ({ role: appRole(app), hashes: [passwordHash(passwordOf(app))] }));
  const { isOk, refused } = await applyUsers(new AclCluster(pool), { users, defaultUser: 'keep' });
  await pool.close();
  if (!isOk) throw new Error(`users could not be made: ${refused.join('; ')}`);
}

function passwordOf(app: AppName): string {
  return `password of ${app}`;
}

const log = createLogger({ app: 'measure', level: 'silent' });
const cluster = await startRedisCluster({ masters: 3 });
try {
  await giveUsers(cluster, ['ingest-gateway', 'dashboard']);
  const connect = (app?: AppName): Promise<RedisClient> => {
    const nodes = cluster.nodes.map(({ host, port }) => ({ host, port }));
    const login: { credentials?: RedisCredentials } =
      app === undefined ? {} : { credentials: { username: app, password: passwordOf(app) } };
    return connectRedis({ nodes, ...login }, { log });
  };
  const open = await connect();
  for (const orgId of orgs) await provisionStreams(open, orgId, ['db_writer']);
  const [gateway, dashboard] = [await connect('ingest-gateway'), await connect('dashboard')];
  const metrics = (): Metrics => createMetrics({ app: 'measure' });
  const appenders = new Map(
    [open, gateway].map((redis) => [redis, createFrameProducer({ redis, log, metrics: metrics() })]),
  );
  console.log(`${PAIRS} pairs; median (lowest to highest)`);
  await measure(cluster, appends(appenders), [open, gateway]);
  const topThreats = (orgId: OrgId): string => orgKeys(orgId).topThreats(systemClock.now());
  await measure(cluster, reads('dashboard', 'ZREVRANGE', topThreats, ['0', '9']), [open, dashboard]);
  const apiKey = (): string => clusterKeys.apiKey('measured');
  await measure(cluster, reads('ingest-gateway', 'HGETALL', apiKey, []), [open, gateway]);
  for (const appender of appenders.values()) await appender.close();
  for (const client of [open, gateway, dashboard]) await client.close();
} finally {
  await cluster.stop();
}
