import { newOrgId } from '@redoubt/contracts';
import { orgKeys, shapeOfKey } from '@redoubt/key-schema';
import { startRedisCluster, waitFor, type RedisCluster } from '@redoubt/test-kit';
import { CommandRecorder, type RecordedCommand } from './command-recorder.ts';
import { connectTestClient } from './connect-test-client.ts';

const script = `local n = redis.call('XLEN', KEYS[2])
redis.call('SET', KEYS[1], n)
return redis.call('TIME')`;

// Connections are known by the marks of their passwords.
const passwords = { app: 'pw', other: 'another' };
const login = (username: keyof typeof passwords) => ({ credentials: { username, password: passwords[username] } });

describe('command recorder', () => {
  let cluster: RedisCluster;
  const recorders: CommandRecorder[] = [];
  const told: RecordedCommand[] = [];

  beforeAll(async () => {
    cluster = await startRedisCluster();
    for (const { host, port, admin } of cluster.nodes) {
      for (const [name, password] of Object.entries(passwords))
        await admin.call('ACL', 'SETUSER', name, 'on', `>${password}`, '~*', '&*', '+@all');
      const recorder = new CommandRecorder({ host, port, user: 'app', password: passwords.app }, (command) =>
        told.push(command),
      );
      await recorder.start();
      recorders.push(recorder);
    }
  });
  afterAll(async () => {
    for (const recorder of recorders) recorder.close();
    await cluster.stop();
  });

  it('tells each use once, with shapes for keys, and what scripts run', async () => {
    const keys = [orgKeys(newOrgId()), orgKeys(newOrgId())];
    const app = await connectTestClient(cluster.addresses, login('app'));
    const other = await connectTestClient(cluster.addresses, login('other'));
    for (const one of keys) {
      await other.call('DEL', one.config(), []);
      await app.call('XADD', one.eventsStream(), ['*', 'secret', 'data of a customer']);
      const eval_ = { name: 'EVAL', key: one.config(), args: [script, 2, one.idempotency('b1'), one.eventsStream()] };
      await app.batch([{ ...eval_, retry: 'never' }]);
      await app.call('SPUBLISH', one.sessionsEnded(), ['x']);
    }
    const [first] = keys as [(typeof keys)[0]];
    const shape = (key: string): string => shapeOfKey(key)?.shape ?? '';
    const [stream, idem] = [shape(first.eventsStream()), shape(first.idempotency('b1'))];
    const names = (): string[] => told.map(({ name }) => name);
    await waitFor(() => ['spublish', 'xadd', 'time'].every((name) => names().includes(name)));
    const of = (name: string): RecordedCommand | undefined => told.find((one) => one.name === name);
    expect(of('xadd')?.keys).toEqual([{ shape: stream, access: 'W' }]);
    expect(of('eval')).toMatchObject({
      source: script,
      keys: [
        { shape: idem, access: 'RW' },
        { shape: stream, access: 'RW' },
      ],
    });
    expect(of('xlen')).toMatchObject({ script: of('eval')?.script, keys: [{ shape: stream, access: 'R' }] });
    expect(of('set')?.keys).toEqual([{ shape: idem, access: 'W' }]);
    expect(of('time')).toMatchObject({ keys: [], script: of('eval')?.script });
    expect(of('spublish')?.channels).toEqual([shape(first.sessionsEnded())]);
    expect(names()).toContain('cluster|slots');
    expect(names()).not.toContain('del');
    expect(JSON.stringify(told)).not.toContain('customer');
    await Promise.all([app.close(), other.close()]);
  });
});
