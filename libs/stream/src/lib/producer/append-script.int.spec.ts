import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { connectTestClient } from '@redoubt/redis/testing';
import { ScriptStage } from '../../testing/script-stage.ts';
import { streamScripts } from '../scripts.ts';

const acceptedAtMs = 1_700_000_000_000;
const lifeMs = 60_000;

interface Frame {
  lane: 's' | 'p';
  payload: string | Buffer;
}

describe('the append script', () => {
  let redis: RedisClient;
  let stage: ScriptStage;

  beforeAll(async () => {
    redis = await connectTestClient();
  });
  afterAll(() => redis.close());
  beforeEach(() => {
    stage = new ScriptStage(redis);
  });

  function append(batchId: string, digest: string, frames: readonly Frame[], events = frames.length): Promise<unknown> {
    const keys = orgKeys(stage.orgId);
    return redis
      .script(streamScripts.appendFrames)
      .run(
        [keys.idempotency(batchId), keys.eventsStream(), keys.eventsPriority(), keys.ledger(acceptedAtMs)],
        [
          ...[digest, lifeMs, acceptedAtMs, events, 3_600],
          ...frames.flatMap(({ lane, payload }) => [lane === 's' ? 2 : 3, '1r', 1, payload]),
        ],
      );
  }

  const accepted = (): Promise<unknown> => redis.call('HGET', stage.keys.ledger(acceptedAtMs), ['accepted']);
  const lengths = async (): Promise<number[]> => [(await stage.ids('s')).length, (await stage.ids('p')).length];

  it('appends the frames of both lanes, in order and byte for byte', async () => {
    const bytes = Buffer.from([0x00, 0xff, 0x0a, 0x80]);
    const frames: Frame[] = [
      { lane: 's', payload: 'a' },
      { lane: 'p', payload: bytes },
      { lane: 's', payload: 'b' },
    ];
    expect(await append('b1', 'd1', frames, 7)).toBe('stored');
    const ordinary = (await redis.call('XRANGE', stage.keys.eventsStream(), ['-', '+'])) as [string, string[]][];
    expect(ordinary.map(([, fields]) => fields)).toEqual([
      ['v', '1r', 'n', '1', 't', String(acceptedAtMs), 'd', 'a'],
      ['v', '1r', 'n', '1', 't', String(acceptedAtMs), 'd', 'b'],
    ]);
    const urgent = (await redis.call('XRANGE', stage.keys.eventsPriority(), ['-', '+'], { buffers: true })) as [
      Buffer,
      Buffer[],
    ][];
    expect(urgent[0]?.[1].at(-1)).toEqual(bytes);
    expect(await accepted()).toBe('7');
  });

  it('stores a batch once, however often it comes', async () => {
    const frames: Frame[] = [
      { lane: 's', payload: 'a' },
      { lane: 'p', payload: 'b' },
    ];
    const answers = await Promise.all(Array.from({ length: 20 }, () => append('b1', 'd1', frames)));
    expect(answers.filter((answer) => answer === 'stored')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'duplicate')).toHaveLength(19);
    expect([await lengths(), await accepted()]).toEqual([[1, 1], '2']);
  });

  it('refuses another body under the same id', async () => {
    expect(await append('b1', 'd1', [{ lane: 's', payload: 'a' }])).toBe('stored');
    expect(await append('b1', 'd2', [{ lane: 's', payload: 'b' }])).toBe('conflict');
    expect([await lengths(), await accepted()]).toEqual([[1, 0], '1']);
  });

  it('says which events of the same body had been left out', async () => {
    expect(await append('b1', '3|d1', [{ lane: 'p', payload: 'a' }])).toBe('stored');
    expect(await append('b1', '3|d1', [{ lane: 'p', payload: 'a' }])).toBe('duplicate');
    for (const digest of ['d1', '2|d1']) expect(await append('b1', digest, [])).toBe('left_out 3');
    for (const digest of ['d2', '3|d2']) expect(await append('b1', digest, [])).toBe('conflict');
    expect(await append('whole', 'd1', [{ lane: 's', payload: 'b' }])).toBe('stored');
    expect(await append('whole', '1|d1', [])).toBe('left_out 0');
    expect([await lengths(), await accepted()]).toEqual([[1, 1], '2']);
  });

  it('keeps batches of different ids apart', async () => {
    for (const id of ['b1', 'b2', 'b3']) expect(await append(id, 'd', [{ lane: 's', payload: id }])).toBe('stored');
    expect([await lengths(), await accepted()]).toEqual([[3, 0], '3']);
  });

  it('remembers a batch for its life, counted from its last appearance', async () => {
    await append('b1', 'd1', [{ lane: 's', payload: 'a' }]);
    const key = stage.keys.idempotency('b1');
    await redis.call('PEXPIRE', key, [100]);
    await append('b1', 'd1', [{ lane: 's', payload: 'a' }]);
    expect(Number(await redis.call('PTTL', key, []))).toBeGreaterThan(lifeMs - 10_000);
    expect(Number(await redis.call('TTL', stage.keys.ledger(acceptedAtMs), []))).toBeGreaterThan(3_000);
  });

  it('leaves nothing behind when it cannot append everything', async () => {
    await redis.call('SET', stage.keys.eventsStream(), ['no stream']);
    await expect(append('b1', 'd1', [{ lane: 's', payload: 'a' }])).rejects.toThrow('WRONGTYPE');
    expect(await redis.call('EXISTS', stage.keys.idempotency('b1'), [])).toBe(0);
    expect(await accepted()).toBeNull();
    await redis.call('DEL', stage.keys.eventsStream(), []);
    expect(await append('b1', 'd1', [{ lane: 's', payload: 'a' }])).toBe('stored');
  });

  it('takes a request of a thousand frames', async () => {
    const frames = Array.from({ length: 1_000 }, (_, i): Frame => ({
      lane: i % 2 === 0 ? 's' : 'p',
      payload: String(i),
    }));
    expect(await append('b1', 'd1', frames)).toBe('stored');
    expect(await lengths()).toEqual([500, 500]);
  });
});
