import type { RedisClient } from '@redoubt/redis';
import { connectTestClient } from '@redoubt/redis/testing';
import { ScriptStage } from '../../testing/script-stage.ts';
import { streamScripts } from '../scripts.ts';

const minute = 1_700_000_000_000;
const mine = [1_000, 'w1:a'] as const;

describe('settling what could not be handled', () => {
  let redis: RedisClient;
  let stage: ScriptStage;

  beforeAll(async () => {
    redis = await connectTestClient();
  });
  afterAll(() => redis.close());
  beforeEach(async () => {
    stage = await new ScriptStage(redis).provision();
    await stage.add('s', '1-0', '2-0');
    await stage.visit(mine, { isFirst: true, s: {} });
  });

  const dlq = (): string => stage.keys.deadLetters('db_writer');
  const letters = async (): Promise<string[][]> =>
    ((await redis.call('XRANGE', dlq(), ['-', '+'])) as [string, string[]][]).map(([, fields]) => fields);
  const dead = (): Promise<unknown> => redis.call('HGET', stage.keys.ledger(minute), ['dead:db_writer']);

  describe('the dead-letter script', () => {
    function bury(
      entryId: string,
      events: string[][],
      most = 100,
      owner: readonly [number, string] = mine,
    ): Promise<unknown> {
      const names = [stage.keys.fence('db_writer'), stage.keys.eventsStream(), dlq(), stage.keys.ledger(minute)];
      const args = [...owner, 'db_writer', entryId, most, 'dead:db_writer', 3_600];
      return redis
        .script(streamScripts.deadLetter)
        .run(names, [...args, ...events.flatMap((fields) => [fields.length, ...fields])]);
    }

    it('copies the events and acknowledges the entry', async () => {
      expect(
        await bury('1-0', [
          ['event', 'a', 'index', '0'],
          ['event', 'b'],
        ]),
      ).toEqual(['ok', 2]);
      expect(await letters()).toEqual([
        ['event', 'a', 'index', '0'],
        ['event', 'b'],
      ]);
      expect(await stage.pending('s')).toEqual(['2-0']);
      expect(await dead()).toBe('2');
      expect(Number(await redis.call('TTL', stage.keys.ledger(minute), []))).toBeGreaterThan(3_000);
    });

    it('copies once, however often it is asked', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => bury('1-0', [['event', 'a']])));
      expect(answers.map((answer) => (answer as [string])[0]).sort()).toEqual([...Array<string>(9).fill('gone'), 'ok']);
      expect([await letters(), await dead()]).toEqual([[['event', 'a']], '1']);
    });

    it('does nothing for an entry that was acknowledged before', async () => {
      await stage.ack('s', 'db_writer', '1-0');
      expect(await bury('1-0', [['event', 'a']])).toEqual(['gone', 0]);
      expect(await letters()).toEqual([]);
    });

    it('leaves the entry pending when the dead letters are full', async () => {
      await bury('1-0', [['event', 'a']], 1);
      expect(await bury('2-0', [['event', 'b']], 1)).toEqual(['full', 1]);
      expect(await stage.pending('s')).toEqual(['2-0']);
      expect(await dead()).toBe('1');
    });

    it('tells a full stream from an entry that is settled anyway', async () => {
      await bury('1-0', [['event', 'a']], 1);
      expect(await bury('1-0', [['event', 'a']], 1)).toEqual(['gone', 0]);
    });

    it.each<[string, readonly [number, string]]>([
      ['an older owner', [999, 'w0:z']],
      ['another session', [1_000, 'w2:b']],
      ['a newer owner that has not visited yet', [1_001, 'w1:a']],
    ])('refuses %s', async (_name, owner) => {
      expect(await bury('1-0', [['event', 'a']], 100, owner)).toEqual(['fenced', '1000|w1:a']);
      expect(await stage.pending('s')).toEqual(['1-0', '2-0']);
      expect(await letters()).toEqual([]);
    });

    it('refuses everybody while the fence is lost', async () => {
      await redis.call('DEL', stage.keys.fence('db_writer'), []);
      expect(await bury('1-0', [['event', 'a']])).toEqual(['fenced', '']);
    });

    it('buries a pending entry whose body was trimmed', async () => {
      await redis.call('XTRIM', stage.keys.eventsStream(), ['MAXLEN', 0]);
      expect(await bury('1-0', [['event', 'a']])).toEqual(['ok', 1]);
    });
  });

  describe('the record of tries', () => {
    function begin(entries: string[], most = 1_000, owner: readonly [number, string] = mine): Promise<unknown> {
      const names = [stage.keys.fence('db_writer'), stage.keys.attempts('db_writer')];
      return redis.script(streamScripts.beginAttempts).run(names, [...owner, most, 60, ...entries]);
    }

    it('counts each entry on its own', async () => {
      expect(await begin(['s-1-0', 's-2-0'])).toEqual([1, 1]);
      expect(await begin(['s-1-0'])).toEqual([2]);
      expect(await begin(['s-1-0', 'p-1-0'])).toEqual([3, 1]);
      expect(Number(await redis.call('TTL', stage.keys.attempts('db_writer'), []))).toBeGreaterThan(0);
    });

    it('counts for the owner only', async () => {
      expect(await begin(['s-1-0'], 1_000, [999, 'w0:z'])).toEqual([]);
      expect(await begin(['s-1-0'], 1_000, [1_000, 'w2:b'])).toEqual([]);
      expect(await redis.call('EXISTS', stage.keys.attempts('db_writer'), [])).toBe(0);
    });

    it('starts anew instead of growing beyond its bound', async () => {
      await begin(['a', 'b', 'c'], 3);
      expect(await begin(['a'], 3)).toEqual([1]);
      expect(await redis.call('HLEN', stage.keys.attempts('db_writer'), [])).toBe(1);
    });
  });
});
