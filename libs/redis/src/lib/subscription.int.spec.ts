import { slotOf } from '@redoubt/key-schema';
import { startRedisCluster, waitFor, type RedisCluster, type RedisNode } from '@redoubt/test-kit';
import { connectTestClient } from '../testing/connect-test-client.ts';
import type { RedisClient } from './redis-client.ts';
import type { Subscription } from './subscription.ts';

const channels = Array.from({ length: 16 }, (_, i) => `{channel-${i}}`);
const [moving] = channels as [string];

describe('sharded subscriptions', () => {
  let cluster: RedisCluster;
  let redis: RedisClient;
  let subscription: Subscription;
  let received: string[];
  let gaps: number;
  let serial = 0;

  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());

  beforeEach(async () => {
    received = [];
    gaps = 0;
    redis = await connectTestClient(cluster.addresses, { commandTimeoutMs: 500 });
    subscription = await redis.subscribe(
      channels,
      (channel, message) => received.push(`${channel} ${message}`),
      () => gaps++,
    );
  });
  afterEach(async () => {
    for (const node of cluster.nodes) node.resume();
    subscription.close();
    await redis.close();
    await cluster.untilOk();
  });

  /** Publishes until a message comes through on each channel; a bell may be lost, the next one must not be. */
  async function untilAllHeard(): Promise<void> {
    const mark = `m${serial++}`;
    await waitFor(
      async () => {
        await redis.batch(
          channels.map((channel) => ({ name: 'SPUBLISH', key: channel, args: [channel, mark], retry: 'never' })),
        );
        return channels.every((channel) => received.includes(`${channel} ${mark}`));
      },
      { timeoutMs: 10_000, intervalMs: 50, what: 'a message on every channel' },
    );
  }

  async function listenersOf(channel: string): Promise<number> {
    const node = await cluster.masterOfKey(channel);
    const [, count] = (await node.admin.call('PUBSUB', 'SHARDNUMSUB', channel)) as [string, number];
    return count;
  }

  async function otherMaster(than: RedisNode): Promise<RedisNode> {
    const other = (await cluster.masters()).find((node) => node !== than);
    if (other === undefined) throw new Error('no second master');
    return other;
  }

  it('hear channels of all masters, at once after subscribing', async () => {
    expect(gaps).toBeGreaterThan(0);
    const replies = await redis.batch(
      channels.map((channel) => ({ name: 'SPUBLISH', key: channel, args: [channel, 'x'], retry: 'never' })),
    );
    expect(replies).toEqual(channels.map(() => 1));
    await waitFor(() => received.length === channels.length);
    expect(received.sort()).toEqual(channels.map((channel) => `${channel} x`).sort());
  });

  it('follow a slot that moves, and back', async () => {
    const first = await cluster.masterOfKey(moving);
    const second = await otherMaster(first);
    for (const [from, to] of [
      [first, second],
      [second, first],
    ] as const) {
      const before = gaps;
      await cluster.moveSlot(slotOf(moving), from, to);
      await untilAllHeard();
      expect(gaps).toBeGreaterThan(before);
    }
  });

  it('survive a slot that moves away and back before anybody looks', async () => {
    const first = await cluster.masterOfKey(moving);
    const second = await otherMaster(first);
    await cluster.moveSlot(slotOf(moving), first, second);
    await cluster.moveSlot(slotOf(moving), second, first);
    await untilAllHeard();
  });

  it('are mended when the server closes their connections', async () => {
    for (const node of cluster.nodes) await node.admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    const before = gaps;
    await untilAllHeard();
    expect(gaps).toBeGreaterThan(before);
  });

  it('are made on the other masters while one is frozen, and on that one once it answers', async () => {
    const frozen = await cluster.masterOfKey(moving);
    frozen.pause();
    const heard: string[] = [];
    const second = await connectTestClient(cluster.addresses, { commandTimeoutMs: 500 });
    const late = await second.subscribe(channels, (channel) => heard.push(channel));
    const elsewhere = channels.filter((channel) => redis.masterOf(channel) !== frozen.address);
    await redis.batch(
      elsewhere.map((channel) => ({ name: 'SPUBLISH', key: channel, args: [channel, 'x'], retry: 'never' })),
    );
    await waitFor(() => elsewhere.every((channel) => heard.includes(channel)));
    frozen.resume();
    await waitFor(
      async () => {
        await redis.call('SPUBLISH', moving, ['y']);
        return heard.includes(moving);
      },
      { timeoutMs: 10_000, intervalMs: 50 },
    );
    late.close();
    await second.close();
  });

  it('take further channels and leave some, on the connections they have', async () => {
    const heard: string[] = [];
    const named: string[] = [];
    const [first, ...others] = channels as [string, ...string[]];
    const growing = await redis.subscribe(
      [first],
      (channel) => heard.push(channel),
      (some) => named.push(...some),
    );
    await growing.add(others);
    expect(named.sort()).toEqual([...channels].sort());
    const publish = (): Promise<unknown> =>
      redis.batch(
        channels.map((channel) => ({ name: 'SPUBLISH', key: channel, args: [channel, 'x'], retry: 'never' })),
      );
    await publish();
    await waitFor(() => heard.length === channels.length);
    growing.remove(others);
    for (const channel of others) await waitFor(async () => (await listenersOf(channel)) === 1);
    await publish();
    await waitFor(() => heard.length === channels.length + 1);
    expect(heard.at(-1)).toBe(first);
    await growing.add([moving, channels[1] as string]);
    expect(named.at(-1)).toBe(channels[1]);
    growing.close();
  });

  it('are silent after they were closed', async () => {
    subscription.close();
    subscription.close();
    await waitFor(async () => (await listenersOf(moving)) === 0);
    await redis.batch(
      channels.map((channel) => ({ name: 'SPUBLISH', key: channel, args: [channel, 'z'], retry: 'never' })),
    );
    expect(received.filter((text) => text.endsWith(' z'))).toEqual([]);
  });

  it('end with their client', async () => {
    expect(await listenersOf(moving)).toBe(1);
    await redis.close();
    await waitFor(async () => (await listenersOf(moving)) === 0);
  });
});
