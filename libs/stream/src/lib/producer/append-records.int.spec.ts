import { newOrgId, type OrgId } from '@redoubt/contracts';
import { BELL_COUNT, clusterKeys, orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { connectTestClient } from '@redoubt/redis/testing';
import { waitFor } from '@redoubt/test-kit';
import { decodeEntry } from '../frame-codec.ts';
import { appendRecords } from './append-records.ts';

const lines = (...words: string[]): Buffer[] => words.map((word) => Buffer.from(JSON.stringify({ word })));

describe('appending records', () => {
  let redis: RedisClient;
  let orgId: OrgId;

  beforeAll(async () => {
    redis = await connectTestClient();
  });
  afterAll(() => redis.close());
  beforeEach(() => {
    orgId = newOrgId();
  });

  async function stored(lane: 'c' | 'd' = 'c'): Promise<{ id: string; words: string[]; atMs: number }[]> {
    const key = orgKeys(orgId).lane(lane);
    const rows = (await redis.call('XRANGE', key, ['-', '+'], { buffers: true })) as [Buffer, Buffer[]][];
    return rows.map(([id, fields]) => {
      const decoded = decodeEntry(id.toString(), fields);
      if ('error' in decoded) throw new Error(decoded.error);
      const words = decoded.lines.map((line) => (JSON.parse(line.toString()) as { word: string }).word);
      return { id: id.toString(), words, atMs: decoded.acceptedAtMs };
    });
  }

  it('puts them into the stream in order and says where', async () => {
    const ids = await appendRecords(redis, orgId, 'c', lines('a', 'b'), { nowMs: 7 });
    expect(await stored()).toEqual([{ id: ids[0], words: ['a', 'b'], atMs: 7 }]);
    const words = Array.from({ length: 250 }, (_, i) => `w${i}`);
    const more = await appendRecords(redis, orgId, 'd', lines(...words));
    expect(more).toHaveLength(3);
    const entries = await stored('d');
    expect(entries.map(({ id }) => id)).toEqual(more);
    expect(entries.flatMap((entry) => entry.words)).toEqual(words);
  });

  it('does so once under one id, however often and by however many it is asked', async () => {
    const options = { batchId: 'b1' };
    const first = await appendRecords(redis, orgId, 'c', lines('a'), options);
    const again = await Promise.all([1, 2, 3].map(() => appendRecords(redis, orgId, 'c', lines('a'), options)));
    for (const ids of again) expect(ids).toEqual(first);
    expect(await stored()).toHaveLength(1);
    // Another stream is another matter.
    await appendRecords(redis, orgId, 'd', lines('a'), options);
    expect(await stored('d')).toHaveLength(1);
    const ttlMs = Number(await redis.call('PTTL', orgKeys(orgId).idempotency('c.b1'), []));
    expect(ttlMs).toBeGreaterThan(23 * 3_600_000);
  });

  it('appends twice what was not named', async () => {
    for (let i = 0; i < 2; i++) await appendRecords(redis, orgId, 'c', lines('a'));
    expect(await stored()).toHaveLength(2);
  });

  it('refuses other records under the same id', async () => {
    await appendRecords(redis, orgId, 'c', lines('a'), { batchId: 'b1' });
    await expect(appendRecords(redis, orgId, 'c', lines('b'), { batchId: 'b1' })).rejects.toMatchObject({
      code: 'idempotency_conflict',
    });
    expect(await stored()).toHaveLength(1);
  });

  it('refuses when the stream is full, and takes nothing else away', async () => {
    const key = orgKeys(orgId).commandsStream();
    for (let page = 0; page < 10; page++) {
      await redis.batch(
        Array.from({ length: 10_000 }, () => ({
          name: 'XADD',
          key,
          args: [key, '*', 'd', ''],
          retry: 'never' as const,
        })),
        { timeoutMs: 20_000 },
      );
    }
    await expect(appendRecords(redis, orgId, 'c', lines('a'))).rejects.toMatchObject({ code: 'overloaded' });
    expect(await redis.call('XLEN', key, [])).toBe(100_000);
    await redis.call('DEL', key, []);
  }, 60_000);

  it('says that the store cannot be reached when the stream is none', async () => {
    await redis.call('SET', orgKeys(orgId).commandsStream(), ['no stream']);
    await expect(appendRecords(redis, orgId, 'c', lines('a'))).rejects.toMatchObject({ code: 'unavailable' });
  });

  it.each([[[]], [new Array<Buffer>(10_001).fill(Buffer.from('1'))]])(
    'refuses %# lines out of bounds',
    async (some) => {
      await expect(appendRecords(redis, orgId, 'c', some)).rejects.toThrow(RangeError);
    },
  );

  it('rings the readers of the lane', async () => {
    const rung: string[] = [];
    const bells = Array.from({ length: BELL_COUNT }, (_, i) => clusterKeys.bell(i));
    const subscription = await redis.subscribe(bells, (_, names) => rung.push(...names.split(' ')));
    await appendRecords(redis, orgId, 'c', lines('a'));
    await waitFor(() => rung.includes(`${orgId}c`));
    subscription.close();
  });
});
