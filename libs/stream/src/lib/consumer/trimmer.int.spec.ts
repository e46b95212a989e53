import { newOrgId, systemClock, type Clock } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { connectRedis, type RedisClient } from '@redoubt/redis';
import { createLogger, createMetrics } from '@redoubt/telemetry';
import { provisionStreams } from '../provision/provision-streams.ts';
import { createConsumerMetrics } from './consumer-metrics.ts';
import { createOrgWork, type OrgWork } from './org-work.ts';
import { Trimmer } from './trimmer.ts';

const group = 'db_writer';
const ownership = { group, partition: 0, epoch: 1, session: 's' } as const;

describe('trimming', () => {
  let redis: RedisClient;
  let org: OrgWork;
  let nowMs = 0;
  let trimmer: Trimmer;
  const clock: Clock = { ...systemClock, monotonicMs: () => nowMs };

  beforeEach(async () => {
    const nodes = (process.env.TEST_REDIS_NODES as string).split(',').map((address) => {
      const [host = '', port = ''] = address.split(':');
      return { host, port: Number(port) };
    });
    const log = createLogger({ app: 'trimmer', level: 'silent' });
    const metrics = createMetrics({ app: 'trimmer', isDefaultMetrics: false });
    redis = await connectRedis({ nodes }, { log, metrics });
    const orgId = newOrgId();
    await provisionStreams(redis, orgId, [group]);
    org = createOrgWork(orgId, ownership, ['p', 's']);
    nowMs = 1_000_000;
    const gauges = { inFlightEvents: () => 0, partitions: () => 1, organizations: () => 1, paused: () => 0 };
    const deps = { redis, log, clock, metrics: createConsumerMetrics(metrics, group, gauges) };
    trimmer = new Trimmer(deps, group, { intervalMs: 1_000, expectedGroups: [group] });
  });
  afterEach(() => redis.close());

  /** Lets time pass interval by interval. @returns after how many the organisation was looked at */
  const looks = async (intervals: number): Promise<number[]> => {
    const at: number[] = [];
    for (let interval = 1; interval <= intervals; interval++) {
      nowMs += 1_101;
      const before = org.nextTrimMs;
      await trimmer.slice([org]);
      if (org.nextTrimMs !== before) at.push(interval);
    }
    return at;
  };
  const append = (): Promise<unknown> => {
    const key = orgKeys(org.orgId).eventsStream();
    return redis.call('XADD', key, ['*', 'v', '1'], { retry: 'free' });
  };
  const settle = async (): Promise<void> => {
    const key = orgKeys(org.orgId).eventsStream();
    const args = ['GROUP', group, 'w', 'COUNT', 10, 'STREAMS', key, '>'];
    const [reply] = await redis.batch([{ name: 'XREADGROUP', key, args, retry: 'free' }]);
    const [[, rows]] = reply as unknown as [[string, [string, string[]][]]];
    await redis.call('XACK', key, [group, ...rows.map(([id]) => id)], { retry: 'free' });
  };

  it('leaves alone for long where nothing happens', async () => {
    expect(await looks(40)).toEqual([1, 29]);
  });

  it('looks every time while a group has something to settle', async () => {
    await looks(2);
    await append();
    org.turns++;
    expect(await looks(4)).toEqual([1, 2, 3, 4]);
  });

  it('comes back as soon as a batch was handled', async () => {
    await looks(3);
    await append();
    await settle();
    org.turns++;
    // The first look drops the entry, the second finds nothing more.
    expect(await looks(5)).toEqual([1, 2]);
  });

  it('comes to everybody, however many are always due', async () => {
    const others = Array.from({ length: 250 }, () => createOrgWork(newOrgId(), ownership, ['s']));
    const all = [...others, org];
    for (let round = 0; round < 6; round++) {
      nowMs += 1_101;
      for (const one of all) one.turns++;
      await trimmer.slice(all);
    }
    expect(all.filter(({ nextTrimMs }) => nextTrimMs === 0)).toEqual([]);
  });
});
