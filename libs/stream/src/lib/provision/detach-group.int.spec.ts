import { compareEntryIds, newOrgId, type OrgId } from '@redoubt/contracts';
import { lanesOfGroup, orgKeys } from '@redoubt/key-schema';
import { connectRedis, type RedisClient } from '@redoubt/redis';
import { createLogger } from '@redoubt/telemetry';
import { readGroupStates } from '../inspection/group-states.ts';
import { appendRecords } from '../producer/append-records.ts';
import { attachGroup, detachGroup, pendingRanges } from './detach-group.ts';
import { BackfillTakenOverError, fillGroup, type BackfillRow, type BackfillSource } from './fill-group.ts';
import { provisionStreams } from './provision-streams.ts';

const groups = ['db_writer', 'siem_forwarder'] as const;

describe('detaching a group', () => {
  let redis: RedisClient;
  let orgId: OrgId;
  let stream: string;

  beforeAll(async () => {
    const nodes = (process.env.TEST_REDIS_NODES ?? '').split(',').map((address) => {
      const [host = '', port = ''] = address.split(':');
      return { host, port: Number(port) };
    });
    redis = await connectRedis({ nodes }, { log: createLogger({ app: 'test', level: 'silent' }) });
  });

  afterAll(() => redis.close());

  beforeEach(async () => {
    orgId = newOrgId();
    stream = orgKeys(orgId).eventsStream();
    await provisionStreams(redis, orgId, groups);
  });

  const add = async (...ids: string[]): Promise<void> => {
    for (const id of ids) await redis.call('XADD', stream, [id, 'v', '1r', 'n', '1', 'd', '{"a":1}']);
  };
  const read = async (group: string, count: number): Promise<string[]> => {
    const command = {
      name: 'XREADGROUP',
      key: stream,
      args: ['GROUP', group, 'owner', 'COUNT', count, 'STREAMS', stream, '>'],
    };
    const [reply] = await redis.batch([{ ...command, retry: 'never' }]);
    return reply === null ? [] : ((reply as [string, [string, unknown][]][])[0]?.[1] ?? []).map(([id]) => id);
  };

  /** Storage that holds the given entries, one event each. */
  const sourceOf = (ids: readonly string[]): BackfillSource => ({
    readRange: (_org, lane, { from, before }, most) => {
      const isWithin = (id: string): boolean => compareEntryIds(from, id) <= 0 && compareEntryIds(id, before) < 0;
      const within = lane === 's' ? ids.filter(isWithin) : [];
      const line = Buffer.from('{"eventType":"x"}');
      return Promise.resolve(
        within.slice(0, most.events).map((entryId) => ({ entryId, index: 0, line, acceptedAtMs: 0 })),
      );
    },
  });

  it('gives the group everything exactly once: from storage what was trimmed, from the stream the rest', async () => {
    await add('1-0', '2-0', '3-0', '4-0');
    expect(await read('siem_forwarder', 1)).toEqual(['1-0']);
    await redis.call('XACK', stream, ['siem_forwarder', '1-0']);
    expect(await detachGroup(redis, orgId, 'siem_forwarder', 99, groups)).toBe(true);
    expect(await redis.call('HGET', orgKeys(orgId).config(), ['expectedGroups'])).toBe('db_writer');
    await redis.call('XTRIM', stream, ['MINID', '=', '4-0']);
    await add('5-0');
    const ranges = await attachGroup(redis, orgId, 'siem_forwarder', groups);
    expect(ranges).toEqual([{ lane: 's', from: '1-1', before: '4-0' }]);
    expect(await redis.call('HGET', orgKeys(orgId).config(), ['expectedGroups'])).toBe('db_writer,siem_forwarder');
    expect(await read('siem_forwarder', 10)).toEqual(['4-0', '5-0']);
    const filled: string[] = [];
    const source = sourceOf(['1-0', '2-0', '3-0', '4-0', '5-0'].slice(1));
    await fillGroup({ redis, source }, orgId, 'siem_forwarder', (events) => {
      filled.push(...events.map((e) => e.entryId));
      return Promise.resolve();
    });
    expect(filled).toEqual(['2-0', '3-0']);
    expect(await pendingRanges(redis, orgId, 'siem_forwarder')).toEqual([]);
    // Entries 2-0 and 3-0 left the stream before it was back.
    expect(await redis.call('HGET', orgKeys(orgId).config(), ['skipped:siem_forwarder'])).toBe('2');
  });

  it('starts at the oldest pending entry, and needs no storage when nothing was trimmed', async () => {
    await add('1-0', '2-0', '3-0');
    await read('siem_forwarder', 2);
    await detachGroup(redis, orgId, 'siem_forwarder', 99, groups);
    expect(await attachGroup(redis, orgId, 'siem_forwarder', groups)).toEqual([]);
    expect(await read('siem_forwarder', 10)).toEqual(['1-0', '2-0', '3-0']);
  });

  it('fills the whole gap when everything was trimmed, and reads what comes after', async () => {
    await add('1-0', '2-0');
    await detachGroup(redis, orgId, 'siem_forwarder', 99, groups);
    await redis.call('XTRIM', stream, ['MAXLEN', '=', '0']);
    expect(await attachGroup(redis, orgId, 'siem_forwarder', groups)).toEqual([
      { lane: 's', from: '0-1', before: '2-1' },
    ]);
    await add('3-0');
    expect(await read('siem_forwarder', 10)).toEqual(['3-0']);
  });

  it('goes on where a fill broke off', async () => {
    await add('1-0', '2-0');
    await detachGroup(redis, orgId, 'siem_forwarder', 99, groups);
    await redis.call('XTRIM', stream, ['MAXLEN', '=', '0']);
    await attachGroup(redis, orgId, 'siem_forwarder', groups);
    const broken = (): Promise<void> => Promise.reject(new Error('sink down'));
    await expect(
      fillGroup({ redis, source: sourceOf(['1-0', '2-0']) }, orgId, 'siem_forwarder', broken),
    ).rejects.toThrow('sink down');
    expect(await pendingRanges(redis, orgId, 'siem_forwarder')).toHaveLength(1);
    const count = await fillGroup({ redis, source: sourceOf(['1-0', '2-0']) }, orgId, 'siem_forwarder', () =>
      Promise.resolve(),
    );
    expect(count).toBe(2);
  });

  /** Takes the group off, loses it everything that is in the stream by then, and puts it back. */
  async function miss(...ids: string[]): Promise<void> {
    await detachGroup(redis, orgId, 'siem_forwarder', 99, groups);
    await add(...ids);
    await redis.call('XTRIM', stream, ['MAXLEN', '=', '0']);
    await attachGroup(redis, orgId, 'siem_forwarder', groups);
  }
  const pending = (): ReturnType<typeof pendingRanges> => pendingRanges(redis, orgId, 'siem_forwarder');
  const all = ['1-0', '2-0', '3-0', '4-0', '5-0', '6-0'];
  const fill = (deliver: (ids: string[]) => Promise<void>): Promise<number> =>
    fillGroup({ redis, source: sourceOf(all) }, orgId, 'siem_forwarder', (events) =>
      deliver(events.map(({ entryId }) => entryId)),
    );

  it('fills what it missed each time it was taken off', async () => {
    await miss('1-0', '2-0');
    await add('3-0');
    expect(await read('siem_forwarder', 10)).toEqual(['3-0']);
    await redis.call('XACK', stream, ['siem_forwarder', '3-0']);
    await miss('4-0');
    // Taken off and put back without missing anything: what is still to be filled stands.
    await detachGroup(redis, orgId, 'siem_forwarder', 99, groups);
    expect(await attachGroup(redis, orgId, 'siem_forwarder', groups)).toEqual([]);
    expect(await pending()).toEqual([
      { lane: 's', from: '0-1', before: '2-1' },
      { lane: 's', from: '3-1', before: '4-1' },
    ]);
    const filled: string[] = [];
    expect(await fill((ids) => Promise.resolve(void filled.push(...ids)))).toBe(3);
    expect(filled).toEqual(['1-0', '2-0', '4-0']);
    expect(await redis.call('HKEYS', orgKeys(orgId).config(), [])).not.toContain('filling:siem_forwarder');
  });

  it('fills what it misses while it is being filled', async () => {
    await miss('1-0', '2-0');
    const filled: string[] = [];
    await fill(async (ids) => {
      filled.push(...ids);
      if (filled.length === 2) await miss('3-0');
    });
    expect(filled).toEqual(['1-0', '2-0', '3-0']);
    expect(await pending()).toEqual([]);
  });

  it('is filled by one at a time: who began last goes on', async () => {
    await miss('1-0', '2-0', '3-0');
    const second: string[] = [];
    const first = fill(async () => {
      await fill((ids) => Promise.resolve(void second.push(...ids)));
      await miss('4-0');
      // A third has begun by the time the first is back.
      await expect(fill(() => Promise.reject(new Error('sink down')))).rejects.toThrow('sink down');
    });
    await expect(first).rejects.toThrow(BackfillTakenOverError);
    expect(second).toEqual(['1-0', '2-0', '3-0']);
    expect(await pending()).toEqual([{ lane: 's', from: '3-1', before: '4-1' }]);
  });

  it('reads much at a time and hands it on in pages of whole entries', async () => {
    await miss(...Array.from({ length: 300 }, (_, i) => `${i + 1}-0`));
    let reads = 0;
    const source: BackfillSource = {
      readRange: (_org, lane, { from }) => {
        reads += 1;
        const first = Number(from.split('-')[0]) + (from.endsWith('-0') ? 0 : 1);
        const entries =
          lane === 's' ? Array.from({ length: Math.max(0, 301 - first) }, (_, i) => `${first + i}-0`) : [];
        const line = Buffer.from('{"eventType":"x"}');
        const rowsOf = (entryId: string): BackfillRow[] =>
          [0, 1, 2].map((index) => ({ entryId, index, line, acceptedAtMs: 0 }));
        return Promise.resolve(entries.flatMap(rowsOf));
      },
    };
    const pages: number[] = [];
    const filling = fillGroup({ redis, source }, orgId, 'siem_forwarder', (events) =>
      Promise.resolve(void pages.push(events.length)),
    );
    expect(await filling).toBe(900);
    expect([pages, reads]).toEqual([[501, 399], 1]);
  });

  it('keeps no more than 64 ranges, and loses none of them', async () => {
    const ids = Array.from({ length: 70 }, (_, i) => `${2 * i + 1}-0`);
    for (const id of ids) {
      await miss(id);
      // Read in time, so that it is missed by nobody.
      const next = `${Number(id.split('-')[0]) + 1}-0`;
      await add(next);
      await read('siem_forwarder', 1);
      await redis.call('XACK', stream, ['siem_forwarder', next]);
    }
    const ranges = await pending();
    expect(ranges).toHaveLength(64);
    const isIn = (id: string): boolean =>
      ranges.some(({ from, before }) => compareEntryIds(from, id) <= 0 && compareEntryIds(id, before) < 0);
    expect(ids.filter((id) => !isIn(id))).toEqual([]);
  });

  it('takes a group off every stream it reads, and puts it back where it stood', async () => {
    const expected = ['db_writer', 'alert_engine', 'notifier'] as const;
    await provisionStreams(redis, orgId, expected);
    const keys = orgKeys(orgId);
    await appendRecords(redis, orgId, 'c', [Buffer.from('{"word":"a"}')]);
    await appendRecords(redis, orgId, 'a', [Buffer.from('{"word":"b"}')]);
    for (const group of ['alert_engine', 'notifier'] as const) {
      const lanes = lanesOfGroup(group);
      const isThere = async (): Promise<boolean[]> =>
        (await readGroupStates(redis, [{ orgId, expectedGroups: [group] }], lanes)).states
          .filter((state) => state.group === group)
          .map((state) => state.isPresent);
      expect(await detachGroup(redis, orgId, group, 99, expected)).toBe(true);
      expect(await isThere()).toEqual(lanes.map(() => false));
      expect(await attachGroup(redis, orgId, group, expected)).toEqual([]);
      expect(await isThere()).toEqual(lanes.map(() => true));
    }
    const lag = (await readGroupStates(redis, [{ orgId, expectedGroups: [] }], ['c', 'a'])).states;
    expect(lag.map(({ group, lane, lagEntries }) => [group, lane, lagEntries])).toEqual([
      ['alert_engine', 'c', 1],
      ['db_writer', 'a', 1],
      ['notifier', 'a', 1],
      ['siem_forwarder', 'a', 1],
    ]);
    expect(await redis.call('HGET', keys.config(), ['expectedGroups'])).toBe('db_writer,alert_engine,notifier');
  });

  it('refuses to detach db_writer and knows a group that is not there', async () => {
    await expect(detachGroup(redis, orgId, 'db_writer', 99, groups)).rejects.toThrow(TypeError);
    expect(await detachGroup(redis, orgId, 'ml_engine', 99, groups)).toBe(false);
    expect(await attachGroup(redis, orgId, 'ml_engine', groups)).toBeNull();
  });
});
