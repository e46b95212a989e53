import { randomUUID } from 'node:crypto';
import { connectTestClient } from '../testing/connect-test-client.ts';
import type { RedisCommand } from './command.ts';
import { NotReplicatedError, RedisReplyError } from './errors.ts';
import type { RedisClient } from './redis-client.ts';

describe('batches on a healthy cluster', () => {
  let redis: RedisClient;
  let prefix: string;

  beforeAll(async () => {
    redis = await connectTestClient();
  });
  afterAll(() => redis.close());
  beforeEach(() => {
    prefix = `spec:${randomUUID()}`;
  });

  const set = (key: string, value: string): RedisCommand => ({
    name: 'SET',
    key,
    args: [key, value, 'EX', 60],
    retry: 'free',
  });
  const get = (key: string): RedisCommand => ({ name: 'GET', key, args: [key], retry: 'free' });

  it('reach all masters and answer in the order of the commands', async () => {
    const keys = Array.from({ length: 500 }, (_, i) => `${prefix}:${i}`);
    expect(new Set(keys.map((key) => redis.masterOf(key)))).toEqual(new Set(redis.masters()));
    expect(redis.masters().length).toBeGreaterThanOrEqual(3);
    expect(new Set(await redis.batch(keys.map((key, i) => set(key, String(i)))))).toEqual(new Set(['OK']));
    expect(await redis.batch(keys.map(get))).toEqual(keys.map((_, i) => String(i)));
  });

  it('run the commands of one key in order', async () => {
    const key = `${prefix}:list`;
    const push = (i: number): RedisCommand => ({ name: 'RPUSH', key, args: [key, i], retry: 'definite' });
    await redis.batch(Array.from({ length: 200 }, (_, i) => push(i)));
    const list = await redis.call('LRANGE', key, [0, -1]);
    expect(list).toEqual(Array.from({ length: 200 }, (_, i) => String(i)));
    await redis.call('EXPIRE', key, [60]);
  });

  it('put each error in its place and go on with the rest', async () => {
    const [a, b] = [`${prefix}:a`, `${prefix}:b`];
    const results = await redis.batch([
      set(a, '1'),
      { name: 'LPUSH', key: a, args: [a, 'x'], retry: 'free' },
      { name: 'NOSUCHCOMMAND', key: b, args: [b], retry: 'free' },
      { name: 'XREADGROUP', key: b, args: ['GROUP', 'g', 'c', 'STREAMS', b, '>'], retry: 'free' },
      get(a),
    ]);
    expect([results[0], results[4]]).toEqual(['OK', '1']);
    expect(results[1]).toMatchObject({ name: 'RedisReplyError', kind: 'other' });
    expect((results[1] as Error).message).toMatch(/^WRONGTYPE/);
    expect(results[2]).toMatchObject({ kind: 'other' });
    expect(results[3]).toMatchObject({ kind: 'nogroup' });
  });

  it('share one write with what other callers send to the node in the same turn', async () => {
    const key = `${prefix}:shared`;
    const master = redis.masterOf(key) as string;
    const reads = async (): Promise<number> =>
      Number(/total_reads_processed:(\d+)/.exec(String(await redis.nodeCall(master, 'INFO', 'stats')))?.[1]);
    const before = await reads();
    const values = Array.from({ length: 200 }, (_, i) => String(i));
    const seen = await Promise.all(values.map((value) => redis.batch([set(key, value), get(key)])));
    // Others that look at the node meanwhile are few.
    expect((await reads()) - before).toBeLessThan(50);
    expect(seen).toEqual(values.map((value) => ['OK', value]));
  });

  it('answer an empty batch', async () => {
    expect(await redis.batch([])).toEqual([]);
  });

  it('give buffers where they were asked for, and texts elsewhere', async () => {
    const key = `${prefix}:bytes`;
    const bytes = Buffer.from([0xff, 0x00, 0x0a, 0x80]);
    await redis.call('SET', key, [bytes, 'EX', 60]);
    expect(await redis.call('GET', key, [], { buffers: true })).toEqual(bytes);
    expect(await redis.batch([{ ...get(key), buffers: true }])).toEqual([bytes]);
    expect(typeof (await redis.call('GET', key, []))).toBe('string');
  });

  it('keep RESP2 shapes', async () => {
    const key = `${prefix}:hash`;
    await redis.batch([
      { name: 'HSET', key, args: [key, 'a', 1], retry: 'free' },
      { name: 'EXPIRE', key, args: [key, 60], retry: 'free' },
    ]);
    expect(await redis.call('HGETALL', key, [])).toEqual(['a', '1']);
  });

  it('say of a write that no replica confirmed that it is not replicated', async () => {
    const keys = Array.from({ length: 12 }, (_, i) => `${prefix}:w${i}`);
    const startedAt = performance.now();
    const results = await redis.batch(
      keys.map((key) => set(key, 'x')),
      { wait: { replicas: 9, timeoutMs: 100 } },
    );
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(results.every((result) => result instanceof NotReplicatedError)).toBe(true);
    // It says nothing about the write itself, which stands.
    expect(await redis.batch(keys.map(get))).toEqual(keys.map(() => 'x'));
  });

  it('keep a refusal apart from the missing confirmation', async () => {
    const key = `${prefix}:w`;
    const results = await redis.batch([set(key, 'x'), { name: 'INCR', key, args: [key], retry: 'free' }], {
      wait: { replicas: 9, timeoutMs: 50 },
    });
    expect(results[0]).toBeInstanceOf(NotReplicatedError);
    expect(results[1]).toBeInstanceOf(RedisReplyError);
  });

  it('pass a wait that asks for nothing', async () => {
    expect(await redis.batch([set(`${prefix}:z`, 'x')], { wait: { replicas: 0, timeoutMs: 50 } })).toEqual(['OK']);
  });

  it('throw the error of a single call', async () => {
    const key = `${prefix}:s`;
    await redis.call('SET', key, ['x', 'EX', 60]);
    await expect(redis.call('INCR', key, [])).rejects.toMatchObject({ name: 'RedisReplyError', kind: 'other' });
  });

  it('do not mix up the answers of calls made at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, i) => redis.call('ECHO', `${prefix}:${i % 7}`, []).then((text) => [text, i % 7])),
    );
    for (const [text, i] of answers) expect(text).toBe(`${prefix}:${i}`);
  });
});

describe('calls to one node', () => {
  it('reach just that node and throw what it answers', async () => {
    const redis = await connectTestClient();
    const [node] = redis.masters() as [string];
    const info = String(await redis.nodeCall(node, 'INFO', 'server'));
    expect(info).toContain(`tcp_port:${node.split(':')[1]}`);
    await expect(redis.nodeCall(node, 'NOSUCHCOMMAND')).rejects.toMatchObject({ name: 'RedisReplyError' });
    await expect(redis.nodeCall('127.0.0.1:1', 'PING')).rejects.toMatchObject({ name: 'RedisUnavailableError' });
    await redis.close();
  });
});
