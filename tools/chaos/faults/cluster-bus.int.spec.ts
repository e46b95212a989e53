import { startRedisCluster, waitFor, type RedisCluster, type RedisNode } from '@redoubt/test-kit';
import { ClusterBus } from './cluster-bus.ts';

jest.setTimeout(90_000);

let bus: ClusterBus;
let cluster: RedisCluster;
beforeAll(async () => {
  bus = new ClusterBus();
  cluster = await startRedisCluster({ replicas: 1, argsOf: bus.argsOf });
});
afterAll(async () => {
  await cluster.stop();
  await bus.close();
});

const roleOf = async (node: RedisNode): Promise<string> =>
  /role:(\w+)/.exec(await node.admin.info('replication'))?.[1] ?? '';

it('parts a master from the other nodes: they replace it, it stops serving, and comes back as a replica', async () => {
  const [master] = (await cluster.masters()) as [RedisNode];
  const replica = await cluster.replicaOf(master);
  await bus.part(master);
  expect(await master.admin.ping()).toBe('PONG');
  await waitFor(async () => (await roleOf(replica)) === 'master', { timeoutMs: 30_000, what: 'another master' });
  await waitFor(async () => String(await master.admin.call('CLUSTER', 'INFO')).includes('cluster_state:fail'), {
    timeoutMs: 30_000,
    what: 'a master that knows it is alone',
  });
  expect(await roleOf(master)).toBe('master');
  bus.heal();
  await waitFor(async () => (await roleOf(master)) === 'slave', { timeoutMs: 30_000, what: 'a replica' });
  await cluster.untilOk();
});
