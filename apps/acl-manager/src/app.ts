import {
  AclCluster,
  AuditLog,
  FileCredentialStore,
  ReplicationSwitcher,
  Rotation,
  ServiceSwitcher,
  type AuditEntry,
  type Credential,
} from '@redoubt/acl';
import { systemClock, toError } from '@redoubt/contracts';
import { connectRedis, NodePool, type RedisCredentials } from '@redoubt/redis';
import type { Lifecycle, OpsServer } from '@redoubt/service';
import type { Logger, Metrics } from '@redoubt/telemetry';
import { Collector } from './collect/collector.ts';
import type { AclManagerConfig } from './config.ts';
import { DeclaredUsersSource } from './declared-users.ts';
import { createAclManagerMetrics } from './metrics.ts';
import { Periodic } from './periodic.ts';
import { SecurityReporter } from './security-report.ts';
import { Turns } from './turns.ts';
import { Rotations } from './watch/rotations.ts';
import { isAsDeclared, UserWatch } from './watch/user-watch.ts';

export interface AppDeps {
  life: Lifecycle;
  ops: OpsServer;
  log: Logger;
  metrics: Metrics;
}

/** What runs; for specs. */
export interface AclManager {
  rotation: Rotation;
  rotations: Rotations;
  audit: AuditLog;
  reporter: SecurityReporter;
}

const OWN_USER = 'acl-manager';

/** Wires and starts acl-manager: it watches users and collects refusals until `life` closes it. */
export async function buildApp(config: AclManagerConfig, { life, ops, log, metrics }: AppDeps): Promise<AclManager> {
  const clock = systemClock;
  const own = createAclManagerMetrics(metrics);
  const store = new FileCredentialStore(config.credentialsDir);
  const options = { ...config.redis, ...(await ownLogin(store, config)) };
  const pool = life.own('nodes', new NodePool(options));
  const redis = life.own('redis', await connectRedis(options, { log, metrics }));
  const cluster = new AclCluster(pool);
  const audit = new AuditLog({ redis, clock });
  const record = async (entry: AuditEntry): Promise<void> => {
    try {
      await audit.append(entry);
    } catch (error) {
      own.auditFailures.inc();
      log.error({ err: toError(error), ...entry }, 'audit_append_failed');
    }
  };
  const turns = new Turns();
  const source = new DeclaredUsersSource({ store, clock }, config);
  const { times } = config.rotations;
  const replication = new ReplicationSwitcher({ cluster, clock }, times);
  const switchOwn = async (credentials: RedisCredentials): Promise<void> => {
    await pool.switchCredentials(credentials);
    await redis.switchCredentials(credentials);
  };
  const rotation = new Rotation({
    ...{ cluster, store, clock, log },
    declared: () => source.read(),
    exclusively: (work) => turns.take(work),
    switcherOf: (user) =>
      user === 'replication'
        ? replication
        : new ServiceSwitcher({ cluster, clock, ...(user === OWN_USER ? { own: switchOwn } : {}) }, times),
  });
  const prepareReplication = source.names.includes('replication')
    ? async (): Promise<void> => replication.hand((await store.read('replication')) as Credential)
    : undefined;
  const deps = { cluster, record, log, clock, metrics: own };
  const watch = new UserWatch({ ...deps, source, turns, prepareReplication }, config);
  const rotations = new Rotations({ ...deps, rotation, store }, config.rotations);
  const collector = new Collector(deps);
  const reporter = new SecurityReporter(
    { store, clock, state: () => watch.state },
    {
      defaultUser: config.defaultUser,
      maxAgeMs: config.rotations.maxAgeMs,
      staleAfterMs: config.watch.intervalMs * 5 + 10_000,
    },
  );
  const loop = (name: string, intervalMs: number, work: () => Promise<unknown>): Periodic => {
    const periodic = life.own(name, new Periodic({ name, intervalMs, work }, { log, clock }));
    ops.liveness(name, () => periodic.lastTick());
    return periodic;
  };
  const loops = [
    loop('watch', config.watch.intervalMs, async () => {
      await watch.look();
      await reporter.refresh();
    }),
    loop('collect', config.collect.intervalMs, () => collector.look()),
  ];
  // A rotation waits for services as long as they may take, so its loop says nothing of whether this process lives.
  loops.push(
    life.own(
      'rotations',
      new Periodic(
        { name: 'rotations', intervalMs: config.rotations.intervalMs, work: () => rotations.look() },
        { log, clock },
      ),
    ),
  );
  ops.readiness('redis', () => redis.clusterState());
  ops.readiness('users', () => (config.isEnforced ? isAsDeclared(watch.state) : { ok: true }));
  ops.report('/healthz/security', () => {
    const body = reporter.report();
    return { ok: body.ok, body };
  });
  await watch.look().catch((error: unknown) => log.error({ err: toError(error) }, 'loop_failed'));
  for (const one of loops) one.start();
  return { rotation, rotations, audit, reporter };
}

/**
 * Its own password of the store. The one that the environment names for the first start is taken over as one of unknown
 * age, so that it is exchanged at the first occasion like any that has grown too old.
 */
async function ownLogin(
  store: FileCredentialStore,
  { redis: { credentials } }: AclManagerConfig,
): Promise<{ credentials?: RedisCredentials }> {
  if (credentials?.username !== OWN_USER) return {};
  const held = await store.read(OWN_USER);
  if (held) return { credentials: { username: OWN_USER, password: held.password } };
  await store.write({ user: OWN_USER, password: credentials.password, createdAtMs: 0 });
  return {};
}
