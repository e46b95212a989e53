import { startRedisCluster, waitFor, type RedisCluster } from '@redoubt/test-kit';
import { connectTestClient } from '../testing/connect-test-client.ts';
import type { RedisCommand } from './command.ts';
import type { RedisCredentials } from './options.ts';
import type { RedisClient } from './redis-client.ts';

const rights = ['~*', '&*', '+@all', '-@dangerous', '+info', '+cluster'];
let count = 0;

describe('credentials', () => {
  let cluster: RedisCluster;
  let redis: RedisClient;

  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());
  afterEach(() => redis.close());

  async function onAllNodes(...command: [string, ...string[]]): Promise<void> {
    await Promise.all(cluster.nodes.map((node) => node.admin.call(...command)));
  }

  async function createUser(): Promise<RedisCredentials> {
    const user = { username: `user-${count++}`, password: `secret-${count}` };
    await onAllNodes('ACL', 'SETUSER', user.username, 'reset', 'on', `>${user.password}`, ...rights);
    return user;
  }

  /** Users of the client's connections, as the servers see them. */
  async function usersSeen(): Promise<Set<string>> {
    const lists = await Promise.all(cluster.nodes.map((node) => node.admin.client('LIST') as Promise<string>));
    const rows = lists.join('').split('\n');
    return new Set(rows.flatMap((row) => (row.includes('name=redoubt@') ? [/ user=(\S+)/.exec(row)?.[1] ?? ''] : [])));
  }

  const sets = (): RedisCommand[] =>
    Array.from({ length: 30 }, (_, i) => ({ name: 'SET', key: `k${i}`, args: [`k${i}`, '1'], retry: 'never' }));

  it('are switched under load without a failed command', async () => {
    const [before, after] = [await createUser(), await createUser()];
    redis = await connectTestClient(cluster.addresses, { credentials: before });
    let isDone = false;
    let batches = 0;
    const failures: unknown[] = [];
    const load = async (): Promise<void> => {
      while (!isDone) {
        failures.push(...(await redis.batch(sets())).filter((reply) => reply !== 'OK'));
        batches++;
      }
    };
    const loading = [load(), load(), load()];
    await waitFor(() => batches > 50, { intervalMs: 1 });
    expect(await usersSeen()).toEqual(new Set([before.username]));
    await redis.switchCredentials(after);
    expect(await usersSeen()).toEqual(new Set([after.username]));
    // Deleting a user closes the connections that still use it: there must be none.
    await onAllNodes('ACL', 'DELUSER', before.username);
    const mark = batches;
    await waitFor(() => batches > mark + 50, { intervalMs: 1 });
    isDone = true;
    await Promise.all(loading);
    expect(failures).toEqual([]);
  });

  it('hold for new connections too', async () => {
    const [before, after] = [await createUser(), await createUser()];
    redis = await connectTestClient(cluster.addresses, { credentials: before });
    await redis.batch(sets());
    await redis.switchCredentials(after);
    await onAllNodes('ACL', 'SETUSER', before.username, 'off');
    await onAllNodes('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await waitFor(async () => (await redis.batch(sets())).every((reply) => reply === 'OK'));
    expect(await usersSeen()).toEqual(new Set([after.username]));
  });

  it('may be a new password of the same user', async () => {
    const user = await createUser();
    redis = await connectTestClient(cluster.addresses, { credentials: user });
    await onAllNodes('ACL', 'SETUSER', user.username, '>next');
    await redis.switchCredentials({ username: user.username, password: 'next' });
    await onAllNodes('ACL', 'SETUSER', user.username, `<${user.password}`);
    await onAllNodes('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await waitFor(async () => (await redis.batch(sets())).every((reply) => reply === 'OK'));
  });

  it('stay what they were when the new ones are refused', async () => {
    const user = await createUser();
    redis = await connectTestClient(cluster.addresses, { credentials: user });
    await redis.batch(sets());
    const refused = redis.switchCredentials({ username: user.username, password: 'wrong' });
    await expect(refused).rejects.toMatchObject({ name: 'RedisReplyError', kind: 'noauth' });
    const received: string[] = [];
    await redis.subscribe(['bell'], (_, message) => received.push(message));
    await redis.call('SPUBLISH', 'bell', ['ding']);
    await waitFor(() => received.includes('ding'));
    expect((await redis.batch(sets())).every((reply) => reply === 'OK')).toBe(true);
    await onAllNodes('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await waitFor(async () => (await redis.batch(sets())).every((reply) => reply === 'OK'));
  });

  it('stay what they were when one node does not know the new user yet', async () => {
    const [before, after] = [await createUser(), await createUser()];
    redis = await connectTestClient(cluster.addresses, { credentials: before });
    await redis.batch(sets());
    await cluster.nodes[1]?.admin.call('ACL', 'DELUSER', after.username);
    await expect(redis.switchCredentials(after)).rejects.toMatchObject({ kind: 'noauth' });
    expect(await usersSeen()).toEqual(new Set([before.username]));
  });

  it('carry subscriptions over', async () => {
    const [before, after] = [await createUser(), await createUser()];
    redis = await connectTestClient(cluster.addresses, { credentials: before });
    const received: string[] = [];
    await redis.subscribe(['bell'], (_, message) => received.push(message));
    await redis.switchCredentials(after);
    await onAllNodes('ACL', 'DELUSER', before.username);
    await waitFor(async () => {
      await redis.call('SPUBLISH', 'bell', ['ding']);
      return received.includes('ding');
    });
  });

  it('that are wrong are named as the reason', async () => {
    redis = await connectTestClient(cluster.addresses);
    const wrong = { credentials: { username: 'nobody', password: 'hunter2' }, connectTimeoutMs: 300 };
    const error = await connectTestClient(cluster.addresses, wrong).catch((e: Error) => e);
    expect(error).toMatchObject({ name: 'RedisUnavailableError' });
    expect((error as Error).message).toContain('WRONGPASS');
    expect((error as Error).message).not.toContain('hunter2');
  });
});
