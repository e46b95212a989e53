import { waitFor } from '../wait-for.ts';
import { startRedisCluster, type RedisCluster } from './redis-cluster.ts';

describe('RedisCluster with replicas', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster({ replicas: 1 });
  });
  afterAll(() => cluster.stop());

  it('serves every slot with three masters that each have a replica', async () => {
    const masters = await cluster.masters();
    expect(masters).toHaveLength(3);
    for (const master of masters) expect((await cluster.replicaOf(master)).isRunning).toBe(true);
    expect(cluster.addresses.split(',')).toHaveLength(6);
  });

  it('moves a slot with its keys', async () => {
    const from = await cluster.masterOfKey('key');
    const to = (await cluster.masters()).find((node) => node !== from);
    if (to === undefined) throw new Error('no second master');
    const slot = Number(await from.admin.call('CLUSTER', 'KEYSLOT', 'key'));
    await from.admin.set('key', 'value');
    await cluster.moveSlot(slot, from, to);
    expect(await to.admin.get('key')).toBe('value');
    await waitFor(async () => (await cluster.masterFor(slot)) === to);
  });

  it('hands a master over gracefully', async () => {
    const old = await cluster.masterFor(0);
    const replica = await cluster.replicaOf(old);
    await cluster.clusterFailover(replica);
    await waitFor(async () => (await cluster.masterFor(0)) === replica, { timeoutMs: 10_000 });
    await cluster.untilOk();
  });

  it('survives the crash of a master and takes it back as a replica', async () => {
    const master = await cluster.masterFor(0);
    await cluster.kill9(master);
    const next = await waitFor(
      async () => {
        const candidate = await cluster.masterFor(0);
        return candidate !== master && candidate;
      },
      { timeoutMs: 20_000 },
    );
    await cluster.restart(master);
    expect(await cluster.replicaOf(next)).toBe(master);
  });

  it('pauses a node without closing its connections', async () => {
    const node = await cluster.masterFor(0);
    node.pause();
    const answer = node.admin.ping();
    node.resume();
    expect(await answer).toBe('PONG');
  });
});
