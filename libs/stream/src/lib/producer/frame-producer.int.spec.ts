import { newOrgId, type EventLane, type OrgId } from '@redoubt/contracts';
import { BELL_COUNT, clusterKeys, orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { connectTestClient } from '@redoubt/redis/testing';
import { createLogger, createMetrics, type Metrics } from '@redoubt/telemetry';
import { waitFor } from '@redoubt/test-kit';
import { decodeEntry } from '../frame-codec.ts';
import type { AppendRequest, FrameAppender } from './frame-appender.ts';
import { createFrameProducer, type FrameProducerOptions } from './frame-producer.ts';

const log = createLogger({ app: 'test', level: 'silent' });

describe('the frame producer', () => {
  let redis: RedisClient;
  let orgId: OrgId;
  let producer: FrameAppender;
  let metrics: Metrics;

  beforeAll(async () => {
    redis = await connectTestClient();
  });
  afterAll(() => redis.close());
  beforeEach(() => {
    orgId = newOrgId();
    create();
  });
  afterEach(() => producer.close());

  function create(options: FrameProducerOptions = {}): void {
    metrics = createMetrics({ app: 'test', isDefaultMetrics: false });
    producer = createFrameProducer({ redis, log, metrics }, options);
  }

  const line = (id: number | string): Buffer => Buffer.from(`{"id":"${id}"}`);
  const request = (lane: EventLane, ...ids: (number | string)[]): AppendRequest => ({
    orgId,
    lanes: [{ lane, lines: ids.map(line) }],
  });

  /** The events of each entry of a lane. */
  async function stored(lane: EventLane): Promise<string[][]> {
    const key = orgKeys(orgId).lane(lane);
    const rows = (await redis.call('XRANGE', key, ['-', '+'], { buffers: true })) as [Buffer, Buffer[]][];
    return rows.map(([id, fields]) => {
      const decoded = decodeEntry(String(id), fields);
      if ('error' in decoded) throw new Error(decoded.error);
      return decoded.lines.map((text) => (JSON.parse(String(text)) as { id: string }).id);
    });
  }

  it('puts what comes within the linger into one frame, in order', async () => {
    const results = await Promise.all(Array.from({ length: 10 }, (_, i) => producer.append(request('s', i, `${i}b`))));
    expect(results).toEqual(results.map(() => ({ duplicate: false, accepted: 2 })));
    expect(await stored('s')).toEqual([Array.from({ length: 10 }, (_, i) => [`${i}`, `${i}b`]).flat()]);
    expect(await metrics.read('append_events_total')).toBe(20);
  });

  it('begins a new frame after a hundred events', async () => {
    await Promise.all(
      Array.from({ length: 25 }, (_, i) =>
        producer.append(request('s', ...Array.from({ length: 10 }, (_x, j) => i * 10 + j))),
      ),
    );
    const frames = await stored('s');
    expect(frames.flat()).toEqual(Array.from({ length: 250 }, (_, i) => String(i)));
    expect(Math.max(...frames.map((frame) => frame.length))).toBe(100);
  });

  it('keeps the order of an organisation over many flushes', async () => {
    const appends: Promise<unknown>[] = [];
    for (let i = 0; i < 200; i++) {
      appends.push(producer.append(request(i % 5 === 0 ? 'p' : 's', i)));
      if (i % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(appends);
    const ids = (await Promise.all([stored('s'), stored('p')])).map((frames) => frames.flat().map(Number));
    expect(ids[0]).toEqual(Array.from({ length: 200 }, (_, i) => i).filter((i) => i % 5 !== 0));
    expect(ids[1]).toEqual(Array.from({ length: 40 }, (_, i) => i * 5));
  });

  it('writes both lanes of a request, and the ledger, in one step', async () => {
    await producer.append({
      orgId,
      lanes: [
        { lane: 's', lines: [line('a')] },
        { lane: 'p', lines: [line('b'), line('c')] },
      ],
    });
    expect([await stored('s'), await stored('p')]).toEqual([[['a']], [['b', 'c']]]);
    const key = orgKeys(orgId).lane('s');
    const rows = (await redis.call('XRANGE', key, ['-', '+'])) as [string, string[]][];
    const acceptedAtMs = Number(rows[0]?.[1][5]);
    expect(Math.abs(acceptedAtMs - Date.now())).toBeLessThan(5_000);
    expect(await redis.call('HGET', orgKeys(orgId).ledger(acceptedAtMs), ['accepted'])).toBe('3');
  });

  it('stores a batch with an id once, in frames of its own', async () => {
    const idempotency = { batchId: 'batch-1', bodyDigest: 'digest' };
    const keyed = { ...request('s', 'a', 'b'), idempotency };
    const [first, second, other] = await Promise.all([
      producer.append(keyed),
      producer.append(keyed),
      producer.append(request('s', 'c')),
    ]);
    expect([first, second]).toEqual([
      { duplicate: false, accepted: 2 },
      { duplicate: true, accepted: 2 },
    ]);
    expect(other).toEqual({ duplicate: false, accepted: 1 });
    expect(await stored('s')).toEqual([['a', 'b'], ['c']]);
    const another = createFrameProducer({
      redis,
      log,
      metrics: createMetrics({ app: 'test', isDefaultMetrics: false }),
    });
    expect(await another.append(keyed)).toEqual({ duplicate: true, accepted: 2 });
    await another.close();
    expect(await metrics.read('append_events_total')).toBe(3);
  });

  it('refuses another body under an id that was used', async () => {
    await producer.append({ ...request('s', 'a'), idempotency: { batchId: 'b', bodyDigest: 'one' } });
    const again = producer.append({ ...request('s', 'z'), idempotency: { batchId: 'b', bodyDigest: 'two' } });
    await expect(again).rejects.toMatchObject({ name: 'AppendRefused', code: 'idempotency_conflict' });
    expect(await stored('s')).toEqual([['a']]);
    // A conflict holds up nothing behind it.
    await producer.append(request('s', 'c'));
    expect(await stored('s')).toEqual([['a'], ['c']]);
  });

  it('refuses what would not fit into its memory, and takes it when there is room again', async () => {
    create({ maxQueuedBytes: 100, lingerMs: 20 });
    const first = producer.append(request('s', 'x'.repeat(120)));
    await expect(producer.append(request('s', 'y'))).rejects.toMatchObject({ code: 'overloaded', retryAfterMs: 1_000 });
    await first;
    expect(await metrics.read('append_queued_bytes')).toBe(0);
    await producer.append(request('s', 'y'));
  });

  it('says that nothing was replicated where no replica confirms', async () => {
    create({ durability: 'replicated', replicas: 9, waitTimeoutMs: 50, appendTimeoutMs: 300 });
    const refused = producer.append(request('s', 'a'));
    await expect(refused).rejects.toMatchObject({ code: 'not_replicated' });
    expect(await metrics.read('append_refused_events_total', { code: 'not_replicated' })).toBe(1);
    expect(await metrics.read('append_flush_retries_total')).toBeGreaterThan(0);
    // Asked again and again, it is stored once: the sender may repeat it under its key.
    expect(await stored('s')).toEqual([['a']]);
  });

  it('says that the store cannot be reached when the stream is none', async () => {
    await redis.call('SET', orgKeys(orgId).eventsStream(), ['no stream']);
    await expect(producer.append(request('s', 'a'))).rejects.toMatchObject({ code: 'unavailable' });
    await redis.call('DEL', orgKeys(orgId).eventsStream(), []);
    expect(await producer.append(request('s', 'b'))).toMatchObject({ accepted: 1 });
  });

  it('rings for the organisation, and says which lane got something', async () => {
    const rung: string[] = [];
    const bells = Array.from({ length: BELL_COUNT }, (_, i) => clusterKeys.bell(i));
    const subscription = await redis.subscribe(bells, (_, names) => rung.push(...names.split(' ')));
    await producer.append(request('s', 'a'));
    await waitFor(() => rung.includes(`${orgId}s`));
    await producer.append(request('p', 'b'));
    await waitFor(() => rung.includes(`${orgId}p`));
    subscription.close();
  });

  it('writes what it took when it is closed, and takes nothing more', async () => {
    create({ lingerMs: 10_000 });
    const waiting = [producer.append(request('s', 'a')), producer.append(request('s', 'b'))];
    const closing = [producer.close(), producer.close()];
    await expect(producer.append(request('s', 'c'))).rejects.toMatchObject({ code: 'closed' });
    await Promise.all([...closing, ...waiting]);
    await producer.close();
    expect(await stored('s')).toEqual([['a', 'b']]);
  });
});
