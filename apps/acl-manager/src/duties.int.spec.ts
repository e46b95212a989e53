import { systemClock } from '@redoubt/contracts';
import { clusterKeys } from '@redoubt/key-schema';
import { connectRedis, type RedisClient } from '@redoubt/redis';
import { createMetrics, createLogger, type Metrics } from '@redoubt/telemetry';
import { createOpsServer, Lifecycle } from '@redoubt/service';
import { startRedisCluster, waitFor, type RedisCluster } from '@redoubt/test-kit';
import { Duties } from './duties.ts';
import { InstanceLease } from './lease/instance-lease.ts';
import { createAclManagerMetrics } from './metrics.ts';

const FINDINGS = ['acl_drift_nodes', 'acl_unreachable_nodes', 'redis_security_check_status'];

/** Two instances at one cluster, of which each would tell of a node that it cannot reach. */
describe('an instance that no longer works', () => {
  let cluster: RedisCluster;
  let redis: RedisClient;
  const lives: Lifecycle[] = [];
  const log = createLogger({ app: 'acl-manager', level: 'silent' });

  beforeAll(async () => {
    cluster = await startRedisCluster();
    const nodes = cluster.nodes.map(({ host, port }) => ({ host, port }));
    redis = await connectRedis({ nodes, clientName: 'spec' }, { log });
  });
  afterAll(async () => {
    for (const life of lives) await life.stop('spec');
    await redis.close();
    await cluster.stop();
  });

  async function startInstance(): Promise<Metrics> {
    const metrics = createMetrics({ app: 'acl-manager' });
    const own = createAclManagerMetrics(metrics);
    const life = new Lifecycle({ log, drainTimeoutMs: 5_000 });
    lives.push(life);
    const ops = createOpsServer({ host: '127.0.0.1', port: 0 }, { log, metrics });
    const lease = new InstanceLease({ redis, log, clock: systemClock }, { lifeMs: 60_000 });
    const look = (): Promise<void> => {
      own.driftedNodes.set(1);
      own.downNodes.set(1);
      own.checks.set({ check: 'auth.no-nopass', status: 'fail' }, 1);
      own.certificates.set({ node: 'a' }, 1);
      return Promise.resolve();
    };
    const deps = { life, ops, log, clock: systemClock, metrics: own, lease, takeOver: () => Promise.resolve() };
    await new Duties(deps).start([{ name: 'watch', intervalMs: 100, work: look, isHarmlessTwice: true }]);
    return metrics;
  }

  it('takes back what it found', async () => {
    const first = await startInstance();
    const second = await startInstance();
    expect(await first.read('acl_unreachable_nodes')).toBe(1);
    expect(await second.read('acl_unreachable_nodes')).toBe(0);
    await redis.call('DEL', clusterKeys.aclLease(), []);
    await waitFor(
      async () => (await second.read('acl_manager_active')) + (await first.read('acl_manager_active')) === 1,
      {
        ...{ timeoutMs: 30_000, what: 'one that works' },
      },
    );
    const [works, stands] = (await first.read('acl_manager_active')) === 1 ? [first, second] : [second, first];
    await waitFor(async () => (await works.read('acl_unreachable_nodes')) === 1, { timeoutMs: 30_000, what: 'a look' });
    await waitFor(
      async () => (await Promise.all(FINDINGS.map((name) => stands.read(name)))).every((value) => value === 0),
      { timeoutMs: 30_000, what: 'no findings of who stands by' },
    );
    expect(await stands.text()).not.toContain('tls_not_after_timestamp_seconds{');
  });
});
