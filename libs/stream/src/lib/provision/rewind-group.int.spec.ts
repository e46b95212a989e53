import type { EntryId, Lane } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { connectTestClient } from '@redoubt/redis/testing';
import { ScriptStage } from '../../testing/script-stage.ts';
import type { Position } from '../consumer/positions.ts';
import { raiseStreamIds } from './provision-streams.ts';
import { keepReachedCommand, rewindGroup, type RewindRequest } from './rewind-group.ts';

const group = 'db_writer';
const EPOCH = 7;

describe('a record outside Redis that was set back, or outlived Redis', () => {
  let redis: RedisClient;
  let stage: ScriptStage;
  beforeAll(async () => {
    redis = await connectTestClient();
  });
  afterAll(() => redis.close());
  beforeEach(async () => {
    stage = await new ScriptStage(redis).provision(group);
    await stage.setFence(`${EPOCH}|me`);
    await stage.add('s', '1-0', '2-0', '3-0', '4-0');
  });

  const rewind = (entryId: string, index = 0, more: Partial<RewindRequest> = { epoch: EPOCH }) =>
    rewindGroup(redis, { orgId: stage.orgId, group, ...more }, new Map<Lane, Position>([['s', { entryId, index }]]));
  const keep = (entryId: string, index = 0, epoch = EPOCH) =>
    redis.batch([keepReachedCommand(redis, { orgId: stage.orgId, group, epoch }, 's', { entryId, index })]);
  /** Reads and acknowledges as the owner does, and notes the last as stored. */
  async function store(count: number): Promise<void> {
    const ids = await stage.read('s', group, count);
    await keep(ids.at(-1) as string);
    await stage.ack('s', group, ...ids);
  }
  const nothing = { setBack: [], isStale: false };
  const found = (stored: string, reached: string, again: [from: string, upTo: string] | null, isPartGone = false) => ({
    setBack: [
      {
        ...{ lane: 's', stored: { entryId: stored, index: 0 }, reached: { entryId: reached, index: 0 }, isPartGone },
        again: again && { from: again[0], upTo: again[1] },
      },
    ],
    isStale: false,
  });

  it('is given again what it lacks, and before what was in hand, once', async () => {
    await store(2);
    await stage.read('s', group, 1);
    expect(await rewind('1-0', 0, { isDryRun: true })).toEqual(found('1-0', '2-0', ['2-0', '3-0']));
    expect(await stage.pending('s', group)).toEqual(['3-0']);
    expect(await rewind('1-0')).toEqual(found('1-0', '2-0', ['2-0', '3-0']));
    expect(await stage.pending('s', group)).toEqual([]);
    expect(await rewind('1-0')).toEqual(nothing);
    expect(await stage.read('s', group, 10)).toEqual(['2-0', '3-0', '4-0']);
  });

  it('has nothing handled that was read before it went back, also when the answer to that was lost', async () => {
    await store(2);
    const inHand = new Map<Lane, EntryId>([['s', (await stage.read('s', group, 1))[0] as string]]);
    await rewind('1-0');
    expect(await rewind('1-0', 0, { epoch: EPOCH, inHand })).toEqual({ setBack: [], isStale: true });
    expect(await stage.read('s', group, 10)).toEqual(['2-0', '3-0', '4-0']);
    expect(await rewind('1-0', 0, { epoch: EPOCH, inHand: new Map([['s', '2-0']]) })).toEqual(nothing);
  });

  it('has nothing changed by an ordinary takeover, nor by what was settled without being stored', async () => {
    await store(1);
    await stage.ack('s', group, ...(await stage.read('s', group, 1)));
    await stage.read('s', group, 1);
    for (const stored of ['1-0', '2-0', '4-0']) expect(await rewind(stored)).toEqual(nothing);
    expect(await stage.pending('s', group)).toEqual(['3-0']);
    expect(await stage.read('s', group, 10)).toEqual(['4-0']);
  });

  it('is not believed to be set back where nothing was noted', async () => {
    await stage.ack('s', group, ...(await stage.read('s', group, 4)));
    expect(await rewind('1-0')).toEqual(nothing);
    expect(await stage.read('s', group, 10)).toEqual([]);
  });

  it('is given an entry whole of which it has a part', async () => {
    await redis.call('XADD', stage.keys.eventsStream(), ['5-0', 'v', '1r', 'n', '3', 'd', 'x']);
    await stage.ack('s', group, ...(await stage.read('s', group, 5)));
    await keep('5-0', 2);
    expect(await rewind('5-0', 2)).toEqual(nothing);
    const { setBack } = await rewind('5-0', 1);
    expect(setBack.map(({ again }) => again)).toEqual([{ from: '5-0', upTo: '5-0' }]);
    expect(await stage.read('s', group, 10)).toEqual(['5-0']);
  });

  it('is told of what the stream holds no more, in part or as a whole', async () => {
    const stream = stage.keys.eventsStream();
    await store(4);
    await redis.call('XTRIM', stream, ['MINID', '2-0']);
    expect(await rewind('2-0', 0, { isDryRun: true })).toEqual(found('2-0', '4-0', ['3-0', '4-0']));
    expect(await rewind('1-0', 0, { isDryRun: true })).toEqual(found('1-0', '4-0', ['2-0', '4-0'], true));
    await redis.call('XTRIM', stream, ['MAXLEN', 0]);
    expect(await rewind('2-0')).toEqual(found('2-0', '4-0', null, true));
    await stage.add('s', '5-0');
    expect(await stage.read('s', group, 10)).toEqual(['5-0']);
  });

  it('is noted and set by the owner alone', async () => {
    await store(2);
    await keep('4-0', 0, EPOCH - 1);
    await expect(rewind('1-0', 0, { epoch: EPOCH - 1 })).rejects.toMatchObject({ name: 'LeaseLostError' });
    expect(await rewind('1-0')).toEqual(found('1-0', '2-0', ['2-0', '2-0']));
  });

  it('is noted upwards alone, so that a batch which comes again hides nothing', async () => {
    for (const [entryId, index] of [
      ['9-9', 3],
      ['10-2', 0],
      ['9-10', 0],
      ['10-10', 2],
      ['10-9', 7],
      ['10-10', 1],
    ] as const)
      await keep(entryId, index);
    expect((await rewind('9-9', 0)).setBack.map(({ reached }) => reached)).toEqual([{ entryId: '10-10', index: 2 }]);
    await keep('10-10', 10);
    await keep('10-10', 9);
    expect((await rewind('9-9', 0)).setBack.map(({ reached }) => reached)).toEqual([{ entryId: '10-10', index: 10 }]);
  });

  it('is noted by who is newer than a fence that a failover set back or lost', async () => {
    await stage.setFence(`${EPOCH - 1}|before`);
    await keep('2-0');
    expect((await rewind('1-0', 0, { isDryRun: true })).setBack).toHaveLength(1);
    await redis.call('DEL', stage.keys.fence(group), []);
    await keep('4-0');
    expect((await rewind('3-0', 0, { isDryRun: true })).setBack).toHaveLength(1);
  });

  it('is set by an operator so that who reads is fenced off, if anything is set', async () => {
    await store(2);
    await rewind('2-0', 0, {});
    expect(await stage.fence()).toBe(`${EPOCH}|me`);
    await rewind('1-0', 0, { isDryRun: true });
    expect(await stage.fence()).toBe(`${EPOCH}|me`);
    await rewind('1-0', 0, {});
    await expect(rewind('1-0')).rejects.toMatchObject({ name: 'LeaseLostError' });
    expect(await stage.visit([EPOCH, 'me'])).toEqual(['fenced', `${EPOCH + 1}|rewind`]);
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
