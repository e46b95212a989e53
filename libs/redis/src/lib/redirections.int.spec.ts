import { join } from 'node:path';
import { slotOf } from '@redoubt/key-schema';
import { createMetrics, type Metrics } from '@redoubt/telemetry';
import {
  beginSlotMove,
  finishSlotMove,
  migrateKeys,
  startRedisCluster,
  type RedisCluster,
  type SlotMove,
} from '@redoubt/test-kit';
import { connectTestClient } from '../testing/connect-test-client.ts';
import type { RedisCommand } from './command.ts';
import type { RedisClient } from './redis-client.ts';
import { defineScript } from './script.ts';

const appendWord = defineScript(join(import.meta.dirname, '../testing/scripts/append-word-2.lua'));

describe('redirections', () => {
  let cluster: RedisCluster;
  let redis: RedisClient;
  let metrics: Metrics;
  let tag: string;
  let count = 0;

  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());

  beforeEach(async () => {
    tag = `t${count++}`;
    metrics = createMetrics({ app: 'test', isDefaultMetrics: false });
    // The map is read once: whatever heals during a test heals through an answer.
    redis = await connectTestClient(cluster.addresses, {
      topologyRefreshMs: 3_600_000,
      retryTimeoutMs: 5_000,
      metrics,
    });
    await redis.script(appendWord).run([`{warm}list`, `{warm}count`], ['w']);
  });
  afterEach(() => redis.close());

  /** A move of the slot of this test's keys to another master, not begun. */
  async function moveOf(key = `{${tag}}`): Promise<SlotMove> {
    const from = await cluster.masterOfKey(key);
    const to = (await cluster.masters()).find((node) => node !== from);
    if (to === undefined) throw new Error('no second master');
    return { slot: slotOf(key), from, to };
  }

  async function moveSlot(): Promise<void> {
    const { slot, from, to } = await moveOf();
    await cluster.moveSlot(slot, from, to);
  }

  const key = (name: string): string => `{${tag}}${name}`;
  const incr = (name: string, retry: RedisCommand['retry'] = 'definite'): RedisCommand => ({
    name: 'INCR',
    key: key(name),
    args: [key(name)],
    retry,
  });

  it('are followed by a single call, and the map is right afterwards', async () => {
    await redis.call('SET', key('a'), ['1']);
    const before = redis.masterOf(key('a'));
    await moveSlot();
    expect(await redis.call('INCR', key('a'), [])).toBe(2);
    expect(redis.masterOf(key('a'))).not.toBe(before);
    const retries = await metrics.read('redis_retries_total');
    expect(await redis.call('INCR', key('a'), [])).toBe(3);
    expect(await metrics.read('redis_retries_total')).toBe(retries);
  });

  it('tell whoever listens which slots went elsewhere', async () => {
    const seen: number[] = [];
    const stop = redis.onSlotsMoved((slots) => seen.push(...slots));
    await moveSlot();
    await redis.call('GET', key('a'), []);
    expect(seen).toEqual([slotOf(key('a'))]);
    stop();
    await moveSlot();
    await redis.call('GET', key('a'), []);
    expect(seen).toHaveLength(1);
  });

  it('hit only the commands of a batch whose slot moved, each executed once and in order', async () => {
    const others = Array.from({ length: 40 }, (_, i): RedisCommand => ({
      name: 'INCR',
      key: `{${tag}o${i}}n`,
      args: [`{${tag}o${i}}n`],
      retry: 'definite',
    }));
    await moveSlot();
    const pushes = Array.from({ length: 20 }, (_, i): RedisCommand => ({
      name: 'RPUSH',
      key: key('list'),
      args: [key('list'), i],
      retry: 'definite',
    }));
    const mixed = pushes.flatMap((push, i) => [push, others[2 * i], others[2 * i + 1]]) as RedisCommand[];
    const replies = await redis.batch(mixed);
    expect(replies.filter((_, i) => i % 3 === 0)).toEqual(pushes.map((_, i) => i + 1));
    expect(replies.filter((_, i) => i % 3 !== 0)).toEqual(others.map(() => 1));
    expect(await redis.call('LRANGE', key('list'), [0, -1])).toEqual(pushes.map((_, i) => String(i)));
    expect(await metrics.read('redis_retries_total')).toBe(pushes.length);
  });

  it('are not followed for a command that must never be sent twice', async () => {
    await moveSlot();
    expect(await redis.batch([incr('n', 'never')])).toMatchObject([{ name: 'RedisReplyError', kind: 'moved' }]);
    await redis.call('GET', key('n'), []);
    expect(await redis.batch([incr('n', 'never')])).toEqual([1]);
  });

  it('to a node that is taking the slot over are followed for absent keys only', async () => {
    await redis.call('SET', key('old'), ['1']);
    const move = await moveOf();
    await beginSlotMove(move);
    expect(await redis.batch([incr('old'), incr('new'), incr('new'), incr('old')])).toEqual([2, 1, 2, 3]);
    expect(await move.from.admin.get(key('old'))).toBe('3');
    expect(await move.from.admin.exists(key('old'))).toBe(1);
    // The map still names the old master: the slot has not moved yet.
    expect(redis.masterOf(key('old'))).toBe(move.from.address);
    while ((await migrateKeys(move)) > 0);
    expect(await redis.batch([incr('old'), incr('new')])).toEqual([4, 3]);
    await finishSlotMove(move, await cluster.masters());
    expect(await redis.batch([incr('old'), incr('new')])).toEqual([5, 4]);
  });

  it('wait out a script whose keys are on both nodes', async () => {
    const script = redis.script(appendWord);
    await script.run([key('list'), key('count')], ['one']);
    const move = await moveOf();
    await beginSlotMove(move);
    await migrateKeys(move, 1);
    const running = script.run([key('list'), key('count')], ['two']);
    await expect(Promise.race([running, tryAgainSeen()])).resolves.toBe('seen');
    while ((await migrateKeys(move)) > 0);
    await finishSlotMove(move, await cluster.masters());
    expect(await running).toBe(2);
    expect(await redis.call('LRANGE', key('list'), [0, -1])).toEqual(['one', 'two']);
  });

  async function tryAgainSeen(): Promise<string> {
    while ((await metrics.read('redis_command_errors_total', { kind: 'tryagain' })) === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return 'seen';
  }

  it('end with an error in time when the keys stay split', async () => {
    const hurried = await connectTestClient(cluster.addresses, { retryTimeoutMs: 400 });
    const script = hurried.script(appendWord);
    await script.run([key('list'), key('count')], ['one']);
    const move = await moveOf();
    await beginSlotMove(move);
    await migrateKeys(move, 1);
    const startedAt = performance.now();
    await expect(script.run([key('list'), key('count')], ['two'])).rejects.toMatchObject({
      name: 'RedisUnavailableError',
    });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    while ((await migrateKeys(move)) > 0);
    await finishSlotMove(move, await cluster.masters());
    expect(await script.run([key('list'), key('count')], ['three'])).toBe(2);
    await hurried.close();
  });

  it('cost no write and no order while a slot moves under load', async () => {
    let next = 0;
    let isDone = false;
    const load = async (): Promise<void> => {
      while (!isDone) {
        const commands = Array.from({ length: 5 }, (): RedisCommand => ({
          name: 'RPUSH',
          key: key('load'),
          args: [key('load'), next++],
          retry: 'definite',
        }));
        const replies = await redis.batch(commands);
        expect(replies.filter((reply) => reply instanceof Error)).toEqual([]);
      }
    };
    const loading = load();
    for (let round = 0; round < 4; round++) await moveSlot();
    isDone = true;
    await loading;
    const list = (await redis.call('LRANGE', key('load'), [0, -1])) as string[];
    expect(list).toEqual(Array.from({ length: next }, (_, i) => String(i)));
  });

  it('carry the WAIT behind a write along', async () => {
    await moveSlot();
    const options = { wait: { replicas: 1, timeoutMs: 50 } };
    expect(await redis.batch([incr('w')], options)).toMatchObject([{ name: 'NotReplicatedError' }]);
    expect(await redis.call('GET', key('w'), [])).toBe('1');
  });
});
