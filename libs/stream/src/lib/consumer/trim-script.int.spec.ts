import { compareEntryIds, type Lane } from '@redoubt/contracts';
import { groupsOfLane, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { connectTestClient } from '@redoubt/redis/testing';
import { seededRandom } from '@redoubt/test-kit';
import { ScriptStage } from '../../testing/script-stage.ts';
import { provisionStreams } from '../provision/provision-streams.ts';
import { streamScripts } from '../scripts.ts';

const groups = ['db_writer', 'alert_engine'] as const;

describe('the trim script', () => {
  let redis: RedisClient;
  let stage: ScriptStage;

  beforeAll(async () => {
    redis = await connectTestClient();
  });
  afterAll(() => redis.close());
  beforeEach(async () => {
    stage = await new ScriptStage(redis).provision(...groups);
    await stage.add('s', '1-0', '2-0', '3-0', '4-0');
  });

  async function trim(expected = groups.join(','), oldest = ''): Promise<unknown[]> {
    const [reply] = await trimLanes(expected, [['s', oldest]]);
    return reply as unknown[];
  }

  async function trimLanes(expected: string, lanes: readonly [Lane, string][]): Promise<unknown[][]> {
    const names = [stage.keys.config(), ...lanes.map(([lane]) => stage.keys.lane(lane))];
    const args = ['=', expected, ...lanes.flatMap(([lane, oldest]) => [groupsOfLane(lane).join(','), oldest])];
    return (await redis.script(streamScripts.trim).run(names, args, { retry: 'free' })) as unknown[][];
  }

  async function handle(group: GroupName, count: number): Promise<void> {
    const ids = await stage.read('s', group, count);
    if (ids.length > 0) await stage.ack('s', group, ...ids);
  }

  it('drops what every expected group has acknowledged', async () => {
    await handle('db_writer', 3);
    await handle('alert_engine', 2);
    expect((await trim()).slice(0, 3)).toEqual(['ok', 2, '2-1']);
    expect(await stage.ids('s')).toEqual(['3-0', '4-0']);
  });

  it('keeps what one group has not been given', async () => {
    await handle('db_writer', 4);
    // The group needs all from 0-1 on; what it holds back begins with the first entry there is.
    expect(await trim()).toEqual(['ok', 0, '0-1', 'alert_engine', 4, '1-0']);
    expect(await stage.ids('s')).toHaveLength(4);
  });

  it('keeps what is pending, and everything after it', async () => {
    await handle('db_writer', 4);
    await stage.read('s', 'alert_engine', 4);
    await stage.ack('s', 'alert_engine', '1-0', '3-0', '4-0');
    expect((await trim()).slice(0, 4)).toEqual(['ok', 1, '2-0', 'alert_engine']);
    expect(await stage.ids('s')).toEqual(['2-0', '3-0', '4-0']);
  });

  it('drops all when all is done, and the groups read on', async () => {
    for (const group of groups) await handle(group, 4);
    expect((await trim()).slice(0, 2)).toEqual(['ok', 4]);
    expect((await trim()).slice(0, 2)).toEqual(['ok', 0]);
    await stage.add('s', '5-0');
    expect(await stage.read('s', 'db_writer', 10)).toEqual(['5-0']);
  });

  it('leaves a stream alone that lacks an expected group', async () => {
    for (const group of groups) await handle(group, 4);
    expect(await trim(`${groups.join(',')},ml_engine`)).toEqual(['missing', 'ml_engine']);
    expect(await stage.ids('s')).toHaveLength(4);
  });

  it('does not care for groups nobody expects', async () => {
    await stage.provision('siem_forwarder:old');
    for (const group of groups) await handle(group, 4);
    expect((await trim()).slice(0, 2)).toEqual(['ok', 4]);
  });

  it('goes by the organisation’s settings where they name groups', async () => {
    await handle('db_writer', 4);
    await redis.call('HSET', stage.keys.config(), ['expectedGroups', 'db_writer']);
    expect((await trim()).slice(0, 2)).toEqual(['ok', 4]);
    await redis.call('HSET', stage.keys.config(), ['expectedGroups', 'db_writer,siem_forwarder']);
    expect(await trim()).toEqual(['missing', 'siem_forwarder']);
  });

  it('drops nothing without any group to go by', async () => {
    for (const group of groups) await handle(group, 4);
    expect(await trim('')).toEqual(['none']);
    expect(await stage.ids('s')).toHaveLength(4);
  });

  it('keeps what is wanted for longer', async () => {
    for (const group of groups) await handle(group, 4);
    expect((await trim(undefined, '3-0')).slice(0, 3)).toEqual(['ok', 2, '3-0']);
    expect(await stage.ids('s')).toEqual(['3-0', '4-0']);
  });

  it('knows a stream that does not exist', async () => {
    await redis.call('DEL', stage.keys.eventsStream(), []);
    expect(await trim()).toEqual(['none']);
  });

  it('goes in every stream by the groups that read it', async () => {
    await provisionStreams(redis, stage.orgId, ['db_writer', 'alert_engine', 'notifier']);
    for (const lane of ['c', 'a', 'u'] as const) await stage.add(lane, '1-0', '2-0', '3-0');
    for (const group of ['db_writer', 'notifier'] as const)
      await stage.ack('a', group, ...(await stage.read('a', group, 2)));
    await stage.ack('c', 'alert_engine', ...(await stage.read('c', 'alert_engine', 3)));
    const lanes: [Lane, string][] = [
      ['s', ''],
      ['c', ''],
      ['d', ''],
      ['a', ''],
      ['x', ''],
      ['u', ''],
    ];
    const replies = await trimLanes('db_writer,alert_engine,notifier', lanes);
    expect(replies.map((reply) => reply.slice(0, 2))).toEqual([
      ['ok', 0],
      ['ok', 3],
      ['ok', 0],
      ['ok', 2],
      ['ok', 0],
      ['none'],
    ]);
    expect(await stage.ids('a')).toEqual(['3-0']);
    // Nobody reads it yet, so everything waits.
    expect(await stage.ids('u')).toHaveLength(3);
  });

  it('keeps commands while their reader is detached', async () => {
    await provisionStreams(redis, stage.orgId, ['alert_engine']);
    await stage.add('c', '1-0');
    expect(await trimLanes('db_writer', [['c', '']])).toEqual([['none']]);
    expect(await stage.ids('c')).toEqual(['1-0']);
  });

  it('takes a further sink for a reader of what the first one reads', async () => {
    await stage.provision('siem_forwarder:b');
    for (const group of groups) await handle(group, 4);
    expect((await trim('db_writer,siem_forwarder:b')).slice(0, 2)).toEqual(['ok', 0]);
  });

  it('orders ids as numbers', async () => {
    await stage.add('s', '10-9', '10-10', '10-11');
    for (const group of groups) await handle(group, 6);
    expect((await trim()).slice(0, 3)).toEqual(['ok', 6, '10-11']);
    await handle('db_writer', 1);
    expect(await stage.ids('s')).toEqual(['10-11']);
  });

  it('never takes what a group needs, while several trim, read, acknowledge and append at once', async () => {
    const random = seededRandom(20_260_101);
    let next = 10;
    const seen = new Map<GroupName, Set<string>>(groups.map((group) => [group, new Set()]));
    const added = ['1-0', '2-0', '3-0', '4-0'];
    const reader = async (group: GroupName): Promise<void> => {
      for (let i = 0; i < 60; i++) {
        const ids = await stage.read('s', group, 1 + Math.floor(random() * 5));
        for (const id of ids) seen.get(group)?.add(id);
        const done = ids.filter(() => random() < 0.9);
        if (done.length > 0) await stage.ack('s', group, ...done);
        const least = (await stage.pending('s', group))[0];
        const held = await stage.ids('s');
        // Whatever is pending still has its body.
        if (least !== undefined) expect(held).toContain(least);
      }
    };
    const writer = async (): Promise<void> => {
      for (let i = 0; i < 100; i++) {
        const id = `${next++}-0`;
        await stage.add('s', id);
        added.push(id);
      }
    };
    const trimmer = async (): Promise<void> => {
      for (let i = 0; i < 60; i++) expect((await trim())[0]).toBe('ok');
    };
    await Promise.all([writer(), trimmer(), trimmer(), ...groups.map(reader)]);
    for (const group of groups) {
      for (const id of await stage.read('s', group, 1_000)) seen.get(group)?.add(id);
      expect([...(seen.get(group) ?? [])].sort(compareEntryIds)).toEqual(added);
    }
  });
});
