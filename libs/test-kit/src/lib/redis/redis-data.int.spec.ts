import { createTempDir } from '../process/temp-dir.ts';
import { freeRedisPorts } from '../process/free-port.ts';
import { startRedisCluster } from './redis-cluster.ts';

describe('startRedisCluster in a folder', () => {
  const temp = createTempDir('redis-spec');
  afterAll(() => temp.remove());

  it('keeps slots and data over restarts, also on other ports', async () => {
    const first = await startRedisCluster({ dir: temp.path, isAppendOnly: true });
    const owner = await first.masterOfKey('key');
    await owner.admin.set('key', 'value');
    await first.stop();

    const second = await startRedisCluster({ dir: temp.path, isAppendOnly: true });
    expect(second.addresses).toBe(first.addresses);
    expect(await (await second.masterOfKey('key')).admin.get('key')).toBe('value');
    await second.stop();

    const ports = await freeRedisPorts(3);
    const third = await startRedisCluster({ dir: temp.path, isAppendOnly: true, ports });
    expect(await (await third.masterOfKey('key')).admin.get('key')).toBe('value');
    await third.stop();
  });
});
