import { randomUUID } from 'node:crypto';
import { clusterKeys, PARTITION_COUNT, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { connectTestClient } from '@redoubt/redis/testing';
import { createLogger } from '@redoubt/telemetry';
import { FakeClock, waitFor } from '@redoubt/test-kit';
import { LeaseTable } from './lease-table.ts';
import { LeaseKeeper, type LeaseLossReason, type LeaseTimes } from './lease-keeper.ts';

const quick: LeaseTimes = { ttlMs: 1_500, renewMs: 200, marginMs: 200 };
const log = createLogger({ app: 'test', level: 'silent' });

describe('LeaseKeeper', () => {
  let redis: RedisClient;
  let group: GroupName;
  let keepers: LeaseKeeper[];
  let clock: FakeClock;
  /** What each worker was told, in order. */
  let events: { worker: string; what: string; partitions: number[] }[];
  let drains: (() => Promise<void>)[];

  beforeAll(async () => {
    redis = await connectTestClient();
  });
  afterAll(() => redis.close());
  beforeEach(() => {
    group = `siem_forwarder:${randomUUID()}`;
    keepers = [];
    events = [];
    drains = [];
    clock = new FakeClock();
  });
  afterEach(async () => {
    await Promise.all(keepers.map((keeper) => keeper.stop()));
  });

  async function start(worker: string, options: { times?: LeaseTimes; clock?: FakeClock } = {}): Promise<LeaseKeeper> {
    const note = (what: string, partitions: Iterable<number>): void =>
      void events.push({ worker, what, partitions: [...partitions] });
    const keeper = new LeaseKeeper(
      { redis, log, ...(options.clock ? { clock: options.clock } : {}) },
      { group, workerId: worker },
      {
        onAcquired: (granted) => note('acquired', granted.keys()),
        onLost: (partitions, reason: LeaseLossReason) => note(reason, partitions),
        onReleasing: async (partitions) => {
          note('releasing', partitions);
          await Promise.all(drains.map((drain) => drain()));
        },
      },
      options.times ?? quick,
    );
    keepers.push(keeper);
    await keeper.start();
    return keeper;
  }

  const heldBy = (...list: LeaseKeeper[]): number[] =>
    list.flatMap((keeper) => [...keeper.held.keys()]).sort((a, b) => a - b);
  const all = Array.from({ length: PARTITION_COUNT }, (_, p) => p);
  const untilShared = (...list: LeaseKeeper[]): Promise<true> =>
    waitFor(() => heldBy(...list).join() === all.join() && list.every((keeper) => keeper.held.size > 0) && true, {
      timeoutMs: 15_000,
    });
  const told = (what: string): number => events.filter((event) => event.what === what).length;

  it('takes everything while it is alone', async () => {
    const keeper = await start('w1');
    expect(heldBy(keeper)).toEqual(all);
    expect(keeper.isValid()).toBe(true);
    expect(new Set(keeper.held.values()).size).toBeGreaterThan(0);
    expect(Math.min(...keeper.held.values())).toBeGreaterThan(Date.now() - 60_000);
  });

  it('shares with whoever joins and takes back from whoever leaves, without a loss', async () => {
    const first = await start('w1');
    const second = await start('w2');
    await untilShared(first, second);
    const third = await start('w3');
    await untilShared(first, second, third);
    await second.stop();
    await untilShared(first, third);
    await third.stop();
    await waitFor(() => first.held.size === PARTITION_COUNT);
    expect(events.filter(({ what }) => ['expired', 'superseded', 'fenced'].includes(what))).toEqual([]);
  });

  it('gives a partition to the next worker only when its work is finished', async () => {
    const first = await start('w1');
    const { promise, resolve } = Promise.withResolvers<void>();
    drains.push(() => promise);
    const second = await start('w2');
    await waitFor(() => told('releasing') > 0);
    const leaving = events.find((event) => event.what === 'releasing')?.partitions ?? [];
    // Several looks pass, and nothing is handed over while the drain lasts.
    const view = await redis.call('HGETALL', clusterKeys.leases(group), []);
    await waitFor(async () => (await redis.call('ZCARD', clusterKeys.members(group), [])) === 2);
    expect(second.held.size).toBe(0);
    expect(leaving.every((partition) => first.held.has(partition))).toBe(true);
    expect(await redis.call('HGETALL', clusterKeys.leases(group), [])).toEqual(view);
    resolve();
    await untilShared(first, second);
    expect(heldBy(second)).toEqual([...leaving].sort((a, b) => a - b));
  });

  it('is no longer certain of its leases when it could not renew in time', async () => {
    const times: LeaseTimes = { ttlMs: 60_000, renewMs: 50_000, marginMs: 1_000 };
    const keeper = await start('w1', { times, clock });
    expect(keeper.isValid()).toBe(true);
    clock.advance(58_999);
    expect(keeper.isValid()).toBe(true);
    clock.advance(1);
    expect(keeper.isValid()).toBe(false);
    clock.setNow(0);
    expect(keeper.isValid()).toBe(false);
  });

  it('comes back under another name when its membership ended, with higher epochs', async () => {
    const keeper = await start('w1');
    const { session } = keeper;
    const before = new Map(keeper.held);
    await redis.call('DEL', clusterKeys.members(group), []);
    await waitFor(() => keeper.session !== session && keeper.held.size === PARTITION_COUNT);
    expect(told('expired')).toBe(1);
    for (const [partition, epoch] of keeper.held) expect(epoch).toBeGreaterThan(before.get(partition) as number);
  });

  it('notices that the table names another, and abandons only that', async () => {
    const keeper = await start('w1');
    await redis.call('ZADD', clusterKeys.members(group), [Date.now() + 3_600_000, 'intruder:x']);
    await redis.call('HSET', clusterKeys.leases(group), [7, `${Date.now() + 1_000}|intruder:x`]);
    await waitFor(() => told('superseded') > 0);
    expect(events.find((event) => event.what === 'superseded')?.partitions).toEqual([7]);
    expect(keeper.held.has(7)).toBe(false);
  });

  it('claims a partition anew, above the fence that refused it', async () => {
    const keeper = await start('w1');
    const ahead = Date.now() + 3_600_000;
    keeper.fenced(3, ahead);
    expect(keeper.held.has(3)).toBe(false);
    await waitFor(() => (keeper.held.get(3) ?? 0) > ahead);
    expect(told('fenced')).toBe(1);
    keeper.fenced(3, 5);
    await waitFor(() => (keeper.held.get(3) ?? 0) > ahead + 1);
  });

  it('takes over what a dead worker held, as soon as its membership has run out', async () => {
    const table = new LeaseTable(redis, group);
    await table.heartbeat('dead:x', 1_000, 'join');
    await table.claim('dead:x', new Map(all.map((partition) => [partition, 0])));
    const keeper = await start('w1', { times: { ttlMs: 60_000, renewMs: 30_000, marginMs: 200 } });
    expect(keeper.held.size).toBe(0);
    // Long before its own next renewal: it looks when the other's life ends.
    await waitFor(() => keeper.held.size === PARTITION_COUNT);
  });

  it('holds nothing after it stopped, and may be stopped twice', async () => {
    const keeper = await start('w1');
    await Promise.all([keeper.stop(), keeper.stop()]);
    await keeper.stop();
    expect(keeper.isValid()).toBe(false);
    expect(await redis.call('ZCARD', clusterKeys.members(group), [])).toBe(0);
    const leases = (await redis.call('HVALS', clusterKeys.leases(group), [])) as string[];
    expect(leases.every((lease) => lease.endsWith('|'))).toBe(true);
  });
});
