import type { Lane } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { connectTestClient } from '@redoubt/redis/testing';
import { ScriptStage } from '../../testing/script-stage.ts';
import type { Position } from '../consumer/positions.ts';
import { raiseStreamIds } from './provision-streams.ts';
import { rewindGroup } from './rewind-group.ts';

const group = 'db_writer';

describe('a record outside Redis that was set back, or outlived Redis', () => {
  let redis: RedisClient;
  let stage: ScriptStage;
  beforeAll(async () => {
    redis = await connectTestClient();
  });
  afterAll(() => redis.close());
  beforeEach(async () => {
    stage = await new ScriptStage(redis).provision(group);
    await stage.add('s', '1-0', '2-0', '3-0', '4-0');
  });

  const rewind = (entryId: string, index = 0, more: { isDryRun?: boolean; epoch?: number } = {}) =>
    rewindGroup(redis, { orgId: stage.orgId, group, ...more }, new Map<Lane, Position>([['s', { entryId, index }]]));

  it('is given again what it lacks, and before what was in hand', async () => {
    await stage.ack('s', group, ...(await stage.read('s', group, 2)));
    await stage.read('s', group, 1);
    expect(await rewind('1-0', 0, { isDryRun: true })).toEqual([{ lane: 's', from: '2-0', upTo: '3-0' }]);
    expect(await stage.pending('s', group)).toEqual(['3-0']);
    expect(await rewind('1-0')).toEqual([{ lane: 's', from: '2-0', upTo: '3-0' }]);
    expect(await stage.pending('s', group)).toEqual([]);
    expect(await stage.read('s', group, 10)).toEqual(['2-0', '3-0', '4-0']);
  });

  it('has nothing changed by an ordinary takeover', async () => {
    await stage.ack('s', group, ...(await stage.read('s', group, 2)));
    await stage.read('s', group, 1);
    expect(await rewind('2-0')).toEqual([]);
    expect(await rewind('4-0')).toEqual([]);
    expect(await stage.pending('s', group)).toEqual(['3-0']);
    expect(await stage.read('s', group, 10)).toEqual(['4-0']);
  });

  it('is given an entry whole of which it has a part', async () => {
    await redis.call('XADD', stage.keys.eventsStream(), ['5-0', 'v', '1r', 'n', '3', 'd', 'x']);
    await stage.ack('s', group, ...(await stage.read('s', group, 5)));
    expect(await rewind('5-0', 2)).toEqual([]);
    expect(await rewind('5-0', 1)).toEqual([{ lane: 's', from: '5-0', upTo: '5-0' }]);
    expect(await stage.read('s', group, 10)).toEqual(['5-0']);
  });

  it('is set by the owner alone', async () => {
    await stage.ack('s', group, ...(await stage.read('s', group, 2)));
    await expect(rewind('1-0', 0, { epoch: 7 })).rejects.toMatchObject({ name: 'LeaseLostError' });
    await redis.call('SET', stage.keys.fence(group), ['7|me']);
    expect(await rewind('1-0', 0, { epoch: 7 })).toHaveLength(1);
  });

  it('has new entries come behind what it has handled, whatever the clock of a new server says', async () => {
    const stream = stage.keys.eventsStream();
    const later = `${Date.now() + 3_600_000}-5`;
    await raiseStreamIds(redis, stage.orgId, new Map([['s', later]]));
    expect(await redis.call('XADD', stream, ['*', 'v', '1r'])).toBe(later.replace('-5', '-6'));
    // What stands behind already stays, and so does a stream that is not there.
    await raiseStreamIds(
      redis,
      stage.orgId,
      new Map<Lane, string>([
        ['s', '1-0'],
        ['c', '5-0'],
      ]),
    );
    expect(await redis.call('XADD', stream, ['*', 'v', '1r'])).toBe(later.replace('-5', '-7'));
    expect(await redis.call('EXISTS', stage.keys.lane('c'), [])).toBe(0);
  });
});
