import { connectTestClient } from '@redoubt/redis/testing';
import type { RedisClient } from '@redoubt/redis';
import { ScriptStage } from '../../testing/script-stage.ts';

const mine = [1_000, 'w1:a'] as const;
const older = [999, 'w0:z'] as const;
const newer = [1_001, 'w2:b'] as const;

describe('the visit script', () => {
  let redis: RedisClient;
  let stage: ScriptStage;

  beforeAll(async () => {
    redis = await connectTestClient();
  });
  afterAll(() => redis.close());
  beforeEach(async () => {
    stage = await new ScriptStage(redis).provision();
    await stage.add('s', '1-0', '2-0', '3-0');
    await stage.add('p', '1-0', '5-0');
  });

  /** Ids per lane of an `ok` answer. */
  function idsOf(reply: unknown): string[][] {
    const [status, ...lanes] = reply as [string, ...[string, unknown][][]];
    expect(status).toBe('ok');
    return lanes.map((rows) => rows.map(([id]) => id));
  }

  it('reads both lanes and takes the fence on the first visit', async () => {
    const reply = await stage.visit(mine, { isFirst: true, s: { count: 2 }, p: {} });
    expect(idsOf(reply)).toEqual([
      ['1-0', '2-0'],
      ['1-0', '5-0'],
    ]);
    expect(await stage.fence()).toBe('1000|w1:a');
    expect(await stage.pending('s')).toEqual(['1-0', '2-0']);
    expect(await redis.call('PTTL', stage.keys.fence('db_writer'), [])).toBe(-1);
  });

  it('reads nothing of a lane that was not asked for', async () => {
    expect(idsOf(await stage.visit(mine, { isFirst: true, p: {} }))).toEqual([[], ['1-0', '5-0']]);
    expect(await stage.pending('s')).toEqual([]);
  });

  it('gives an entry with its fields, and an empty list when there is nothing new', async () => {
    const [, rows] = (await stage.visit(mine, { isFirst: true, s: { count: 1 } })) as [string, unknown[]];
    expect(rows).toEqual([['1-0', ['v', '1r', 'n', '1', 't', '5', 'd', '{"id":"1-0"}']]]);
    await stage.visit(mine, { s: {} });
    expect(idsOf(await stage.visit(mine, { s: {}, p: {} }))).toEqual([[], ['1-0', '5-0']]);
  });

  it('acknowledges before it reads, each lane its own', async () => {
    await stage.visit(mine, { isFirst: true, s: {}, p: {} });
    await stage.visit(mine, { s: { acks: ['1-0', '3-0'] }, p: { acks: ['1-0'] } });
    expect(await stage.pending('s')).toEqual(['2-0']);
    expect(await stage.pending('p')).toEqual(['5-0']);
  });

  it('acknowledges a thousand entries in one visit', async () => {
    const ids = Array.from({ length: 1_000 }, (_, i) => `10-${i}`);
    await redis.batch(
      ids.map((id) => {
        const key = stage.keys.eventsStream();
        return { name: 'XADD', key, args: [key, id, 'd', 'x'], retry: 'never' };
      }),
    );
    await stage.visit(mine, { isFirst: true, s: { count: 2_000 } });
    await stage.visit(mine, { s: { count: 0, acks: ids } });
    expect(await stage.pending('s')).toEqual(['1-0', '2-0', '3-0']);
  });

  it('takes acknowledgements again without harm', async () => {
    await stage.visit(mine, { isFirst: true, s: {} });
    for (let i = 0; i < 2; i++) expect(idsOf(await stage.visit(mine, { s: { acks: ['1-0'] } }))).toEqual([[], []]);
    expect(await stage.pending('s')).toEqual(['2-0', '3-0']);
  });

  it('goes through the pending list from an id on', async () => {
    await stage.visit(older, { isFirst: true, s: {} });
    expect(idsOf(await stage.visit(mine, { isFirst: true, s: { from: '0-0', count: 2 } }))[0]).toEqual(['1-0', '2-0']);
    expect(idsOf(await stage.visit(mine, { s: { from: '2-0' } }))[0]).toEqual(['3-0']);
    expect(idsOf(await stage.visit(mine, { s: { from: '3-0' } }))[0]).toEqual([]);
  });

  it('says of a pending entry that was trimmed that its body is gone', async () => {
    await stage.visit(older, { isFirst: true, s: {} });
    await redis.call('XTRIM', stage.keys.eventsStream(), ['MINID', '3-0']);
    const [, rows] = (await stage.visit(mine, { isFirst: true, s: { from: '0-0' } })) as [string, [string, unknown][]];
    expect(rows.map(([id, fields]) => [id, fields === null])).toEqual([
      ['1-0', true],
      ['2-0', true],
      ['3-0', false],
    ]);
  });

  it('lets the higher epoch take over, and then refuses the lower one in everything', async () => {
    await stage.visit(mine, { isFirst: true, s: { count: 2 } });
    expect(idsOf(await stage.visit(newer, { isFirst: true, s: { from: '0-0' } }))[0]).toEqual(['1-0', '2-0']);
    for (const isFirst of [true, false]) {
      expect(await stage.visit(mine, { isFirst, s: { acks: ['1-0'] }, p: {} })).toEqual(['fenced', '1001|w2:b']);
    }
    expect(await stage.pending('s')).toEqual(['1-0', '2-0']);
    expect(await stage.pending('p')).toEqual([]);
    expect(await stage.fence()).toBe('1001|w2:b');
  });

  it('refuses another session of the same epoch', async () => {
    await stage.visit(mine, { isFirst: true });
    expect(await stage.visit([1_000, 'w9:x'], { isFirst: true, s: {} })).toEqual(['fenced', '1000|w1:a']);
  });

  it('compares epochs as numbers', async () => {
    await stage.setFence('999|old');
    expect((await stage.visit([1_000, 'w'], { isFirst: true })) as unknown[]).toContain('ok');
    await stage.setFence('1000|w');
    expect(await stage.visit([999, 'old'])).toEqual(['fenced', '1000|w']);
  });

  it.each([
    ['lost', null],
    ['set back', '999|w0:z'],
    ['unreadable', 'nonsense'],
  ])('notices a fence that was %s since its last visit, and touches nothing', async (_name, value) => {
    await stage.visit(mine, { isFirst: true, s: { count: 1 } });
    if (value === null) await redis.call('DEL', stage.keys.fence('db_writer'), []);
    else await stage.setFence(value);
    expect(await stage.visit(mine, { s: { acks: ['1-0'] } })).toEqual(['rolled_back', value ?? '']);
    expect(await stage.pending('s')).toEqual(['1-0']);
    expect(await stage.fence()).toBe('1000|w1:a');
    expect(idsOf(await stage.visit(mine, { s: { from: '0-0' } }))[0]).toEqual(['1-0']);
  });

  it('takes a repeated first visit for what it is', async () => {
    await stage.visit(mine, { isFirst: true, s: { count: 1 } });
    expect(idsOf(await stage.visit(mine, { isFirst: true, s: { count: 1 } }))[0]).toEqual(['2-0']);
  });

  it('goes on with one lane when the other has no group', async () => {
    const key = stage.keys.eventsStream();
    await redis.batch([{ name: 'XGROUP', key, args: ['DESTROY', key, 'db_writer'], retry: 'never' }]);
    const [status, s, p] = (await stage.visit(mine, { isFirst: true, s: { acks: ['1-0'] }, p: {} })) as [
      string,
      string,
      unknown[],
    ];
    expect([status, s.slice(0, 7), p.length]).toEqual(['ok', 'NOGROUP', 2]);
  });

  it('goes on with one lane when the other does not exist', async () => {
    await redis.call('DEL', stage.keys.eventsPriority(), []);
    const [status, s, p] = (await stage.visit(mine, { isFirst: true, s: {}, p: { acks: ['1-0'] } })) as [
      string,
      unknown[],
      string,
    ];
    expect([status, s.length, p.slice(0, 7)]).toEqual(['ok', 3, 'NOGROUP']);
    expect(await redis.call('EXISTS', stage.keys.eventsPriority(), [])).toBe(0);
  });
});
