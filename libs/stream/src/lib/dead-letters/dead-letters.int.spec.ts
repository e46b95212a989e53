import { newOrgId, type OrgId, type Outcome } from '@redoubt/contracts';
import { orgKeys, type GroupName } from '@redoubt/key-schema';
import { connectRedis, type RedisClient } from '@redoubt/redis';
import { createLogger, createMetrics } from '@redoubt/telemetry';
import { waitFor } from '@redoubt/test-kit';
import type { BatchHandler, StreamConsumer, StreamEvent } from '../consumer/contract.ts';
import { createStreamConsumer } from '../consumer/stream-consumer.ts';
import { countUnsettledEvents } from '../inspection/unsettled-events.ts';
import { readGroupStates } from '../inspection/group-states.ts';
import { createFrameProducer } from '../producer/frame-producer.ts';
import { provisionStreams } from '../provision/provision-streams.ts';
import type { DeadLetter } from './dead-letter.ts';
import { countDeadLetters, findDeadLetters, listDeadLetters } from './list-dead-letters.ts';
import { replayDeadLetters } from './replay-dead-letters.ts';
import { scanDeadLetters } from './scan-dead-letters.ts';

const log = createLogger({ app: 'spec', level: 'silent' });
const metrics = () => createMetrics({ app: 'spec', isDefaultMetrics: false });
const leaseTimes = { ttlMs: 3_000, renewMs: 500, marginMs: 300 };
const nodes = (process.env.TEST_REDIS_NODES ?? '').split(',').map((address) => {
  const [host = '', port] = address.split(':');
  return { host, port: Number(port) };
});

const giveUp: BatchHandler = (batch) =>
  Promise.resolve(
    batch.events.map((): Outcome => ({ kind: 'dead', reason: 'refused_by_store', error: new Error('no') })),
  );

describe('dead letters', () => {
  let redis: RedisClient;
  let orgId: OrgId;
  /** Groups of this test alone, so that no other test's worker reads for it. */
  let group: GroupName;
  let otherGroup: GroupName;
  let consumers: StreamConsumer[];

  beforeAll(async () => {
    redis = await connectRedis({ nodes }, { log });
  });
  afterAll(() => redis.close());

  beforeEach(async () => {
    orgId = newOrgId();
    group = `siem_forwarder:${orgId.slice(0, 8)}-a`;
    otherGroup = `siem_forwarder:${orgId.slice(0, 8)}-b`;
    consumers = [];
    await provisionStreams(redis, orgId, [group, otherGroup]);
  });
  afterEach(async () => {
    await Promise.all(consumers.map((consumer) => consumer.close()));
  });

  async function consume(name: GroupName, handler: BatchHandler): Promise<StreamConsumer> {
    const consumer = createStreamConsumer(
      { redis, log, metrics: metrics() },
      { group: name, workerId: `spec-${consumers.length}`, handler, leaseTimes, sweepIntervalMs: 300 },
    );
    consumers.push(consumer);
    await consumer.start();
    return consumer;
  }

  async function append(count: number, severity = 'low'): Promise<void> {
    const producer = createFrameProducer({ redis, log, metrics: metrics() });
    const lines = Array.from({ length: count }, (_, i) =>
      Buffer.from(JSON.stringify({ eventType: 'web_request', severity, externalId: `e${i}` })),
    );
    await producer.append({ orgId, lanes: [{ lane: severity === 'high' ? 'p' : 's', lines }] });
    await producer.close();
  }

  /** Appends events and lets a worker give up every one. */
  async function makeDead(count: number, severity?: string): Promise<DeadLetter[]> {
    await append(count, severity);
    return dieAgain(count);
  }

  async function dieAgain(count: number): Promise<DeadLetter[]> {
    const consumer = await consume(group, giveUp);
    await waitFor(async () => (await letters()).length === count, { timeoutMs: 10_000, what: `${count} dead letters` });
    await consumer.close();
    return letters();
  }

  const letters = async (): Promise<DeadLetter[]> => (await listDeadLetters(redis, orgId, group)).letters;
  const ledgerOf = async ({ acceptedAtMs }: DeadLetter): Promise<Record<string, number>> => {
    const flat = (await redis.call('HGETALL', orgKeys(orgId).ledger(acceptedAtMs), [])) as string[];
    return Object.fromEntries(flat.flatMap((name, i) => (i % 2 === 0 ? [[name, Number(flat[i + 1])]] : [])));
  };

  it('are listed oldest first, in pages, and found by id', async () => {
    const all = await makeDead(3);
    expect(all.map((letter) => letter.index)).toEqual([0, 1, 2]);
    expect(all[1]).toMatchObject({ reason: 'refused_by_store', message: 'no', attempts: 1, replays: 0, lane: 's' });
    expect(all[1]?.originalEventId).toBe(all[1]?.eventId);
    const first = await listDeadLetters(redis, orgId, group, { limit: 2 });
    expect(first.letters).toEqual(all.slice(0, 2));
    const second = await listDeadLetters(redis, orgId, group, { limit: 2, afterId: first.nextId as string });
    expect(second).toEqual({ letters: all.slice(2), unreadable: [] });
    expect(await findDeadLetters(redis, orgId, group, [all[2]?.deadLetterId as string, '1-1'])).toEqual([all[2]]);
    expect(
      await countDeadLetters(redis, [
        { orgId, group },
        { orgId, group: otherGroup },
      ]),
    ).toEqual([3, 0]);
  });

  it('are scanned for those that pass, within bounds, and on from where that ended', async () => {
    const key = orgKeys(orgId).deadLetters(group);
    const letter = (i: number) => [
      ...['event', 'x'.repeat(1_000), 'eventId', `s-${i + 1}-0-0`, 'lane', 's', 'entryId', `${i + 1}-0`, 'index', 0],
      ...['acceptedAtMs', 1, 'reason', i % 3 === 0 ? 'undecodable' : 'permanent_error', 'error', 'E', 'message', 'm'],
    ];
    await redis.batch(
      Array.from({ length: 450 }, (_, i) => ({
        name: 'XADD',
        key,
        args: [key, '*', ...letter(i)],
        retry: 'never' as const,
      })),
    );
    const of = { orgId, group };
    const isUndecodable = ({ reason }: DeadLetter): boolean => reason === 'undecodable';
    const all = await scanDeadLetters(redis, of, isUndecodable, { limit: 1_000 });
    expect([all.letters.length, all.nextId]).toEqual([150, undefined]);
    const some = await scanDeadLetters(redis, of, isUndecodable, { limit: 100 });
    expect(some.letters).toHaveLength(100);
    const after = { ...of, afterId: some.nextId as string };
    expect((await scanDeadLetters(redis, after, isUndecodable, { limit: 50 })).letters).toEqual(all.letters.slice(100));
    for (const bound of [{ maxEntries: 1 }, { maxBytes: 1_000 }]) {
      const bounded = await scanDeadLetters(redis, of, isUndecodable, { limit: 1_000, ...bound });
      expect(bounded.letters).toEqual(all.letters.slice(0, 67));
      const rest = await scanDeadLetters(redis, { ...of, afterId: bounded.nextId as string }, isUndecodable, {
        limit: 999,
      });
      expect(rest.letters).toEqual(all.letters.slice(67));
    }
  });

  it('come back to the group that gave them up, with their bytes and accept time, and to no other', async () => {
    const [letter] = (await makeDead(1, 'high')) as [DeadLetter];
    const others: StreamEvent[] = [];
    await consume(otherGroup, (batch) => (others.push(...batch.events), Promise.resolve('ack')));
    await waitFor(() => others.length === 1, { timeoutMs: 10_000 });
    expect(await ledgerOf(letter)).toEqual({ accepted: 1, [`dead:${group}`]: 1 });

    const [result] = await replayDeadLetters(redis, orgId, group, [letter]);
    expect(result).toMatchObject({ deadLetterId: letter.deadLetterId, kind: 'replayed' });
    expect(await letters()).toEqual([]);
    expect(await ledgerOf(letter)).toEqual({ accepted: 1, [`dead:${group}`]: 0 });
    const minute = letter.acceptedAtMs - (letter.acceptedAtMs % 60_000);
    expect((await countUnsettledEvents(redis, orgId, group)).byMinute).toEqual(new Map([[minute, 1]]));

    const again: StreamEvent[] = [];
    await consume(group, (batch) => (again.push(...batch.events), Promise.resolve('ack')));
    await waitFor(() => again.length === 1, { timeoutMs: 10_000 });
    expect(again[0]).toMatchObject({ lane: 'p', acceptedAtMs: letter.acceptedAtMs, fields: { externalId: 'e0' } });
    expect(again[0]).toMatchObject({ originalEventId: letter.eventId });
    expect(others[0]).not.toHaveProperty('originalEventId');
    expect(again[0]?.line.equals(letter.event)).toBe(true);
    await waitFor(async () => (await countUnsettledEvents(redis, orgId, otherGroup)).entries === 0);
    expect(others).toHaveLength(1);
  });

  it('say how often they were put back and what they were first called, and are refused the fourth time', async () => {
    const [first] = (await makeDead(1)) as [DeadLetter];
    let letter = first;
    for (let replays = 1; replays <= 3; replays++) {
      await replayDeadLetters(redis, orgId, group, [letter]);
      [letter] = (await dieAgain(1)) as [DeadLetter];
      expect(letter).toMatchObject({ replays, originalEventId: first.eventId });
      expect(letter.eventId).not.toBe(first.eventId);
    }
    expect(await replayDeadLetters(redis, orgId, group, [letter])).toEqual([
      { deadLetterId: letter.deadLetterId, kind: 'refused' },
    ]);
    expect(await letters()).toHaveLength(1);
    const forced = await replayDeadLetters(redis, orgId, group, [letter], { isForced: true });
    expect(forced).toMatchObject([{ kind: 'replayed' }]);
  });

  it('move once when two operators replay them at the same time', async () => {
    const all = await makeDead(50);
    const both = await Promise.all([1, 2].map(() => replayDeadLetters(redis, orgId, group, all)));
    const kinds = both.flat().map((result) => result.kind);
    expect(kinds.filter((kind) => kind === 'replayed')).toHaveLength(50);
    expect(kinds.filter((kind) => kind === 'gone')).toHaveLength(50);
    const seen: StreamEvent[] = [];
    await consume(group, (batch) => (seen.push(...batch.events), Promise.resolve('ack')));
    await waitFor(async () => (await countUnsettledEvents(redis, orgId, group)).entries === 0, { timeoutMs: 10_000 });
    expect(seen.map((event) => event.fields.externalId).sort()).toEqual(all.map((_, i) => `e${i}`).sort());
  });

  it('stay when the group does not read the stream', async () => {
    const all = await makeDead(1);
    const stream = orgKeys(orgId).eventsStream();
    await redis.batch([{ name: 'XGROUP', key: stream, args: ['DESTROY', stream, group], retry: 'free' }]);
    const [result] = await replayDeadLetters(redis, orgId, group, all);
    expect(result?.kind).toBe('failed');
    expect(await letters()).toEqual(all);
  });

  it('bring an unreadable entry back field by field', async () => {
    const stream = orgKeys(orgId).eventsStream();
    await redis.call('XADD', stream, ['*', 'v', '9x', 'n', 1, 'd', Buffer.from([0, 255])]);
    const [letter] = (await dieAgain(1)) as [DeadLetter];
    expect(letter).toMatchObject({ reason: 'undecodable_frame' });
    await replayDeadLetters(redis, orgId, group, [letter]);
    const rows = (await redis.call('XRANGE', stream, ['-', '+'], { buffers: true })) as [Buffer, Buffer[]][];
    const fields = rows.at(-1)?.[1].map((field) => field.toString('latin1')) ?? [];
    expect(fields).toEqual(['v', '9x', 'n', '1', 'd', '\0\xff', 'g', group, 'o', letter.eventId, 'r', '1']);
    const [again] = (await dieAgain(1)) as [DeadLetter];
    expect(again).toMatchObject({ replays: 1, originalEventId: letter.eventId });
  });

  it('shows how far groups are, and which are missing', async () => {
    await append(150);
    await redis.batch([
      {
        name: 'XREADGROUP',
        key: orgKeys(orgId).eventsStream(),
        args: ['GROUP', group, 'owner', 'COUNT', 1, 'STREAMS', orgKeys(orgId).eventsStream(), '>'],
        retry: 'never',
      },
    ]);
    const { states, failures } = await readGroupStates(redis, [{ orgId, expectedGroups: [group, 'ml_engine'] }]);
    const of = (name: string) => states.filter((state) => state.group === name && state.lane === 's')[0];
    expect(failures).toEqual([]);
    expect(of(group)).toMatchObject({ isPresent: true, lagEntries: 1, pendingEntries: 1 });
    expect(of(group)?.oldestPendingId).toBe(of(group)?.lastDeliveredId);
    expect(of(otherGroup)).toMatchObject({ lagEntries: 2, pendingEntries: 0 });
    expect(of('ml_engine')).toMatchObject({ isPresent: false });
    const counted = await countUnsettledEvents(redis, orgId, group);
    expect([...counted.byMinute.values()].reduce((sum, n) => sum + n, 0)).toBe(150);
    expect(counted.isComplete).toBe(true);
    expect((await countUnsettledEvents(redis, orgId, otherGroup, 1)).isComplete).toBe(false);
  });
});
