import { randomUUID } from 'node:crypto';
import { clusterKeys, PARTITION_COUNT, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { connectTestClient } from '@redoubt/redis/testing';
import { seededRandom, waitFor } from '@redoubt/test-kit';
import { LeaseTable } from './lease-table.ts';

const ttlMs = 60_000;

describe('the lease scripts', () => {
  let redis: RedisClient;
  let group: GroupName;
  let table: LeaseTable;

  beforeAll(async () => {
    redis = await connectTestClient();
  });
  afterAll(() => redis.close());
  beforeEach(() => {
    group = `siem_forwarder:${randomUUID()}`;
    table = new LeaseTable(redis, group);
  });

  const join = (session: string, lifeMs = ttlMs): Promise<unknown> => table.heartbeat(session, lifeMs, 'join');
  const wish = (...partitions: number[]): Map<number, number> => new Map(partitions.map((p) => [p, 0]));
  const epochOf = async (session: string, partition: number, least = 0): Promise<number | undefined> =>
    (await table.claim(session, new Map([[partition, least]])))?.get(partition);

  /** Joins for a moment and waits until the membership has run out, by the server's clock. */
  async function joinAndExpire(session: string): Promise<void> {
    await join(session, 30);
    await join('watcher');
    await waitFor(async () => !(await table.heartbeat('watcher', ttlMs, 'renew'))?.members.has(session));
  }

  describe('membership', () => {
    it('shows every live session with its expiry, by the server’s clock', async () => {
      await join('w1:a', 5_000);
      const view = await table.heartbeat('w2:b', ttlMs, 'join');
      expect([...(view?.members.keys() ?? [])].sort()).toEqual(['w1:a', 'w2:b']);
      expect(Math.abs((view?.nowMs ?? 0) - Date.now())).toBeLessThan(5_000);
      expect(view?.members.get('w2:b')).toBe((view?.nowMs ?? 0) + ttlMs);
      expect(view?.leases.size).toBe(0);
    });

    it('is renewed, and ends when it is not', async () => {
      await join('w1:a', 1_000);
      expect((await table.heartbeat('w1:a', ttlMs, 'renew'))?.members.get('w1:a')).toBeGreaterThan(
        Date.now() + ttlMs / 2,
      );
      await joinAndExpire('w2:b');
      expect(await table.heartbeat('w2:b', ttlMs, 'renew')).toBeNull();
    });

    it('that expired is not renewed even before anybody has noticed', async () => {
      await join('w1:a', 1);
      await waitFor(async () => (await table.heartbeat('w1:a', 1, 'renew')) === null, { intervalMs: 5 });
      expect(await table.claim('w1:a', wish(1))).toBeNull();
    });

    it('of somebody who never joined gives nothing', async () => {
      expect(await table.heartbeat('w1:a', ttlMs, 'renew')).toBeNull();
      expect(await table.claim('w1:a', wish(1))).toBeNull();
    });

    it('begins and ends with a ring, and is renewed in silence', async () => {
      const rings: string[] = [];
      const subscription = await redis.subscribe([clusterKeys.rebalance(group)], (_, message) => rings.push(message));
      await join('w1:a');
      await table.heartbeat('w1:a', ttlMs, 'renew');
      await table.claim('w1:a', wish(1));
      await table.release('w1:a', [1]);
      await table.leave('w1:a', []);
      await waitFor(() => rings.length >= 3);
      expect(rings).toEqual(['w1:a', 'w1:a', 'w1:a']);
      subscription.close();
    });
  });

  describe('claims', () => {
    it('are granted once: of many who claim everything at once, one wins each partition', async () => {
      const sessions = Array.from({ length: 6 }, (_, i) => `w${i}:x`);
      for (const session of sessions) await join(session);
      const all = new Map(Array.from({ length: PARTITION_COUNT }, (_, p) => [p, 0]));
      const grants = await Promise.all(sessions.map((session) => table.claim(session, all)));
      const owners = new Map<number, string[]>();
      grants.forEach((grant, i) => {
        for (const partition of grant?.keys() ?? [])
          owners.set(partition, [...(owners.get(partition) ?? []), sessions[i] as string]);
      });
      expect(owners.size).toBe(PARTITION_COUNT);
      expect([...owners.values()].every((list) => list.length === 1)).toBe(true);
      const view = await table.heartbeat('w0:x', ttlMs, 'renew');
      for (const [partition, [owner]] of owners) expect(view?.leases.get(partition)?.session).toBe(owner);
    });

    it('of a partition that a live session holds are refused', async () => {
      await join('w1:a');
      await join('w2:b');
      expect([...((await table.claim('w1:a', wish(1, 2))) ?? [])].map(([p]) => p)).toEqual([1, 2]);
      expect([...((await table.claim('w2:b', wish(1, 2, 3))) ?? [])].map(([p]) => p)).toEqual([3]);
    });

    it('of a partition whose holder expired are granted', async () => {
      await join('w1:a', 200);
      const first = await epochOf('w1:a', 1);
      await join('w2:b');
      const second = await waitFor(() => epochOf('w2:b', 1), { intervalMs: 20 });
      expect(second).toBeGreaterThan(first as number);
    });

    it('give an epoch of at least the server’s time, which grows with every grant', async () => {
      await join('w1:a');
      const epochs: number[] = [];
      for (let i = 0; i < 20; i++) epochs.push((await epochOf('w1:a', 1)) as number);
      expect(epochs[0]).toBeGreaterThan(Date.now() - 60_000);
      expect(epochs.every((epoch, i) => i === 0 || epoch > (epochs[i - 1] as number))).toBe(true);
    });

    it('give an epoch above every fence that was seen, and never fall behind it again', async () => {
      await join('w1:a');
      const ahead = Date.now() + 3_600_000;
      expect(await epochOf('w1:a', 1, ahead)).toBe(ahead);
      expect(await epochOf('w1:a', 1)).toBe(ahead + 1);
      await table.release('w1:a', [1]);
      await join('w2:b');
      expect(await epochOf('w2:b', 1)).toBe(ahead + 2);
    });

    it('never give an epoch again when the table was lost', async () => {
      await join('w1:a');
      const before = (await epochOf('w1:a', 1)) as number;
      await redis.call('DEL', clusterKeys.leases(group), []);
      // A failover takes longer than the millisecond that two grants on one machine may share.
      await waitFor(() => Date.now() > before, { intervalMs: 1 });
      expect(await epochOf('w1:a', 1)).toBeGreaterThan(before);
    });

    it('are granted again to their holder, who asks when an answer was lost', async () => {
      await join('w1:a');
      const first = (await epochOf('w1:a', 1)) as number;
      expect(await epochOf('w1:a', 1)).toBeGreaterThan(first);
    });
  });

  describe('giving back', () => {
    it('frees a partition at once and keeps its epoch', async () => {
      await join('w1:a');
      await join('w2:b');
      const epoch = await epochOf('w1:a', 1);
      expect(await table.release('w1:a', [1])).toBe(1);
      const view = await table.heartbeat('w2:b', ttlMs, 'renew');
      expect(view?.leases.get(1)).toEqual({ epoch, session: '' });
      expect(await epochOf('w2:b', 1)).toBeGreaterThan(epoch as number);
    });

    it('takes nothing from anybody else', async () => {
      await join('w1:a');
      await join('w2:b');
      await table.claim('w1:a', wish(1, 2));
      expect(await table.release('w2:b', [1, 2, 3])).toBe(0);
      expect(await table.leave('w2:b', [1])).toBe(0);
      expect((await table.heartbeat('w1:a', ttlMs, 'renew'))?.leases.get(1)?.session).toBe('w1:a');
    });

    it('is safe to repeat', async () => {
      await join('w1:a');
      await table.claim('w1:a', wish(1));
      expect(await table.release('w1:a', [1])).toBe(1);
      expect(await table.release('w1:a', [1])).toBe(0);
    });

    it('on leaving ends the membership too', async () => {
      await join('w1:a');
      await join('w2:b');
      await table.claim('w1:a', wish(1, 2));
      expect(await table.leave('w1:a', [1, 2])).toBe(2);
      const view = await table.heartbeat('w2:b', ttlMs, 'renew');
      expect([...(view?.members.keys() ?? [])]).toEqual(['w2:b']);
      expect(await table.heartbeat('w1:a', ttlMs, 'renew')).toBeNull();
    });

    it('may be left out: leaving alone frees what was held', async () => {
      await join('w1:a');
      await join('w2:b');
      await table.claim('w1:a', wish(1));
      await table.leave('w1:a', []);
      expect(await epochOf('w2:b', 1)).toBeDefined();
    });
  });

  it('hold in any order: one holder at a time, epochs that only grow', async () => {
    const random = seededRandom(7);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const sessions = ['w1:a', 'w2:b', 'w3:c'];
    const holder = new Map<number, string>();
    const newest = new Map<number, number>();
    const live = new Set<string>();
    for (let step = 0; step < 300; step++) {
      const [session, partition] = [pick(sessions), Math.floor(random() * 4)];
      const act = random();
      if (act < 0.2) {
        await join(session);
        live.add(session);
      } else if (act < 0.75) {
        const epoch = await epochOf(session, partition);
        const isFree =
          !holder.has(partition) || holder.get(partition) === session || !live.has(holder.get(partition) as string);
        expect(epoch !== undefined).toBe(live.has(session) && isFree);
        if (epoch === undefined) continue;
        expect(epoch).toBeGreaterThan(newest.get(partition) ?? 0);
        newest.set(partition, epoch);
        holder.set(partition, session);
      } else if (act < 0.9) {
        const isHolder = holder.get(partition) === session;
        expect(await table.release(session, [partition])).toBe(isHolder ? 1 : 0);
        if (isHolder) holder.delete(partition);
      } else {
        await table.leave(session, []);
        live.delete(session);
      }
    }
    expect(newest.size).toBe(4);
  });
});
