import { compareEntryIds } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { connectTestClient } from '@redoubt/redis/testing';
import { seededRandom } from '@redoubt/test-kit';
import { ScriptStage } from '../../testing/script-stage.ts';
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
    const names = [stage.keys.eventsStream(), stage.keys.config()];
    return (await redis.script(streamScripts.trim).run(names, ['=', expected, oldest], { retry: 'free' })) as unknown[];
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
    expect((await trim()).slice(0, 2)).toEqual(['ok', 0]);
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
