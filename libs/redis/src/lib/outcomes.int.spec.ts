import { createMetrics, type Metrics } from '@redoubt/telemetry';
import { startRedisCluster, waitFor, type RedisCluster, type RedisNode } from '@redoubt/test-kit';
import { connectTestClient } from '../testing/connect-test-client.ts';
import type { RedisCommand } from './command.ts';
import { OutcomeUnknownError, RedisUnavailableError } from './errors.ts';
import type { RedisClient } from './redis-client.ts';

const limits = { commandTimeoutMs: 300, retryTimeoutMs: 1_500 };

describe('commands without an answer', () => {
  let cluster: RedisCluster;
  let redis: RedisClient;
  let metrics: Metrics;
  let node: RedisNode;
  let count = 0;
  let key: string;

  beforeAll(async () => {
    cluster = await startRedisCluster();
    node = await cluster.masterOfKey('{a}');
  });
  afterAll(() => cluster.stop());

  beforeEach(async () => {
    key = `{a}${count++}`;
    metrics = createMetrics({ app: 'test', isDefaultMetrics: false });
    redis = await connectTestClient(cluster.addresses, { ...limits, metrics });
    await redis.call('GET', key, []);
  });
  afterEach(async () => {
    node.resume();
    await redis.close();
    await waitFor(() => node.admin.ping());
  });

  const incr = (retry: RedisCommand['retry']): RedisCommand => ({ name: 'INCR', key, args: [key], retry });
  const stored = (): Promise<string | null> => node.admin.get(key);

  /** Ends the client's connections while its command waits behind CLIENT PAUSE: the command is never executed. */
  async function breakConnection(running: Promise<unknown>): Promise<void> {
    await waitFor(async () => (await node.admin.info('clients')).includes('blocked_clients:1'), { intervalMs: 5 });
    await node.admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await node.admin.call('CLIENT', 'UNPAUSE');
    await running;
  }

  it.each(['never', 'definite'] as const)('are reported and not sent again in class %s', async (retry) => {
    await node.admin.call('CLIENT', 'PAUSE', 60_000, 'WRITE');
    const running = redis.batch([incr(retry)], { timeoutMs: 5_000 });
    await breakConnection(running);
    expect((await running)[0]).toBeInstanceOf(OutcomeUnknownError);
    expect(await stored()).toBeNull();
  });

  it('are sent again in class free', async () => {
    await node.admin.call('CLIENT', 'PAUSE', 60_000, 'WRITE');
    const running = redis.batch([incr('free')], { timeoutMs: 5_000 });
    await breakConnection(running);
    expect(await running).toEqual([1]);
    expect(await stored()).toBe('1');
  });

  it('may have been executed all the same', async () => {
    node.pause();
    expect((await redis.batch([incr('definite')]))[0]).toBeInstanceOf(OutcomeUnknownError);
    node.resume();
    await waitFor(async () => (await stored()) === '1');
  });

  it('may be executed twice in class free, which is what free means', async () => {
    node.pause();
    const running = redis.batch([incr('free')]);
    await waitFor(() => metrics.read('redis_command_errors_total', { kind: 'unknown' }));
    node.resume();
    expect(Number((await running)[0])).toBeGreaterThan(1);
  });

  it('end in time, whatever the class, and others are not held up', async () => {
    const other = await otherKey();
    node.pause();
    const startedAt = performance.now();
    const [never, free, elsewhere] = await redis.batch([
      incr('never'),
      incr('free'),
      { name: 'SET', key: other, args: [other, '1'], retry: 'free' },
    ]);
    expect(never).toBeInstanceOf(OutcomeUnknownError);
    expect(free).toBeInstanceOf(OutcomeUnknownError);
    expect(elsewhere).toBe('OK');
    expect(performance.now() - startedAt).toBeLessThan(limits.retryTimeoutMs + 4_000);
  });

  it('end in time on a connection that is opened to a frozen node', async () => {
    node.pause();
    for (let i = 0; i < 2; i++) await redis.batch([incr('never')]);
    const startedAt = performance.now();
    const [result] = await redis.batch([incr('never')]);
    expect(result).toBeInstanceOf(RedisUnavailableError);
    expect(performance.now() - startedAt).toBeLessThan(2_500);
  });

  it('do not keep the client from a node that comes back', async () => {
    node.pause();
    for (let i = 0; i < 3; i++) await redis.batch([incr('never')]);
    node.resume();
    await waitFor(async () => !((await redis.batch([incr('definite')]))[0] instanceof Error), { timeoutMs: 10_000 });
  });

  it('do not keep a new client from connecting while one node is frozen', async () => {
    node.pause();
    const late = await connectTestClient(cluster.addresses, limits);
    const other = await otherKey();
    expect(await late.call('SET', other, ['1'])).toBe('OK');
    await late.close();
  });

  /** A key on another master. */
  async function otherKey(): Promise<string> {
    return waitFor(() => {
      const candidate = `{b${count++}}`;
      return redis.masterOf(candidate) !== node.address && candidate;
    });
  }
});

describe('a node that is gone', () => {
  it('makes its commands fail in time as certainly not executed, and no others', async () => {
    const cluster = await startRedisCluster();
    const redis = await connectTestClient(cluster.addresses, { ...limits, topologyRefreshMs: 100 });
    const node = await cluster.masterOfKey('{a}');
    await redis.call('SET', '{a}', ['1']);
    await cluster.kill9(node);
    // The connection that broke may have carried the command; the next one cannot be made.
    await redis.call('GET', '{a}', []).catch(() => undefined);
    const startedAt = performance.now();
    await expect(redis.call('INCR', '{a}', [])).rejects.toBeInstanceOf(RedisUnavailableError);
    expect(performance.now() - startedAt).toBeLessThan(limits.retryTimeoutMs + 2_500);
    const answers = await redis.batch(
      Array.from({ length: 60 }, (_, i) => ({ name: 'SET', key: `k${i}`, args: [`k${i}`, '1'], retry: 'never' })),
    );
    answers.forEach((answer, i) => {
      if (redis.masterOf(`k${i}`) === node.address) expect(answer).toBeInstanceOf(RedisUnavailableError);
      else expect(answer).toBe('OK');
    });
    await redis.close();
    await cluster.stop();
  });
});
