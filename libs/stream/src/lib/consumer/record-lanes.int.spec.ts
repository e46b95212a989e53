import { newOrgId, type Lane, type OrgId, type Outcome } from '@redoubt/contracts';
import { lanesOfGroup, orgKeys, type GroupName } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { connectTestClient } from '@redoubt/redis/testing';
import { createLogger, createMetrics } from '@redoubt/telemetry';
import { waitFor } from '@redoubt/test-kit';
import { listDeadLetters } from '../dead-letters/list-dead-letters.ts';
import { replayDeadLetters } from '../dead-letters/replay-dead-letters.ts';
import { readGroupStates } from '../inspection/group-states.ts';
import { countUnsettledEvents } from '../inspection/unsettled-events.ts';
import { appendRecords } from '../producer/append-records.ts';
import { createFrameProducer } from '../producer/frame-producer.ts';
import { createGroup, provisionStreams } from '../provision/provision-streams.ts';
import type { RecordBatch, StreamConsumer, StreamConsumerOptions, StreamEvent, StreamRecord } from './contract.ts';
import { createStreamConsumer } from './stream-consumer.ts';

const log = createLogger({ app: 'spec', level: 'silent' });
const metrics = () => createMetrics({ app: 'spec', isDefaultMetrics: false });
const leaseTimes = { ttlMs: 3_000, renewMs: 500, marginMs: 300 };
const command = (word: string): Buffer => Buffer.from(JSON.stringify({ word }));

describe('a consumer of several lanes', () => {
  let redis: RedisClient;
  let orgId: OrgId;
  let consumers: StreamConsumer[];
  let events: StreamEvent[];
  let records: StreamRecord[];
  const lanes = lanesOfGroup('alert_engine');

  beforeAll(async () => {
    redis = await connectTestClient();
  });
  afterAll(() => redis.close());
  beforeEach(() => {
    orgId = newOrgId();
    [consumers, events, records] = [[], [], []];
  });
  afterEach(async () => {
    await Promise.all(consumers.map((consumer) => consumer.close()));
  });

  /** Handlers that look at this test's organisation alone. */
  async function consume(
    options: Partial<StreamConsumerOptions> = {},
    decide: (batch: RecordBatch) => Outcome[] | 'ack' = () => 'ack',
  ): Promise<StreamConsumer> {
    const consumer = createStreamConsumer(
      { redis, log, metrics: metrics() },
      {
        group: 'alert_engine',
        workerId: `spec-${process.pid}-${consumers.length}`,
        lanes,
        handler: (batch) => {
          if (batch.orgId === orgId) events.push(...batch.events);
          return Promise.resolve('ack');
        },
        recordHandler: (batch) => {
          if (batch.orgId !== orgId) return Promise.resolve('ack');
          records.push(...batch.records);
          return Promise.resolve(decide(batch));
        },
        leaseTimes,
        sweepIntervalMs: 300,
        ...options,
      },
    );
    consumers.push(consumer);
    await consumer.start();
    return consumer;
  }

  async function appendEvents(count: number): Promise<void> {
    const producer = createFrameProducer({ redis, log, metrics: metrics() });
    const lines = Array.from({ length: count }, (_, i) =>
      Buffer.from(JSON.stringify({ event_type: 'web_request', externalId: `e${i}` })),
    );
    await producer.append({ orgId, lanes: [{ lane: 's', lines }] });
    await producer.close();
  }

  const pendingOf = async (lane: Lane, group: GroupName): Promise<number> =>
    Number(((await redis.call('XPENDING', orgKeys(orgId).lane(lane), [group])) as [number])[0]);

  it('hands out events and records, each with its id, bytes and value', async () => {
    await provisionStreams(redis, orgId, ['alert_engine']);
    const [entryId] = await appendRecords(redis, orgId, 'c', [command('a'), command('b')], { nowMs: 5 });
    await appendEvents(1);
    await consume();
    await waitFor(() => events.length === 1 && records.length === 2, { timeoutMs: 10_000 });
    expect(records[1]).toMatchObject({
      recordId: `c-${entryId}-1`,
      ...{ lane: 'c', entryId, index: 1, acceptedAtMs: 5, value: { word: 'b' } },
    });
    expect(records[1]?.line.equals(command('b'))).toBe(true);
    expect(events[0]).toMatchObject({ lane: 's', value: { event_type: 'web_request', externalId: 'e0' } });
    await appendRecords(redis, orgId, 'd', [command('c')]);
    await waitFor(() => records.length === 3, { timeoutMs: 10_000 });
    await waitFor(async () => (await pendingOf('c', 'alert_engine')) + (await pendingOf('d', 'alert_engine')) === 0);
  });

  it('wakes by the bell of the lanes it reads', async () => {
    await provisionStreams(redis, orgId, ['alert_engine']);
    const consumer = await consume({ sweepIntervalMs: 600_000, auditIntervalMs: 600_000 });
    await waitFor(() => consumer.isCaughtUp(orgId), { timeoutMs: 10_000 });
    for (const lane of ['c', 'd'] as const) {
      await appendRecords(redis, orgId, lane, [command(lane)]);
      await waitFor(() => records.some((record) => record.lane === lane), { timeoutMs: 5_000 });
    }
  });

  it('buries what is no JSON and what the handler refuses, and leaves the ledger alone', async () => {
    await provisionStreams(redis, orgId, ['alert_engine']);
    const nowMs = Date.now();
    await appendRecords(redis, orgId, 'c', [command('good'), Buffer.from('{"word":'), command('bad')], { nowMs });
    const refuse = (batch: RecordBatch): Outcome[] =>
      batch.records.map(({ value }): Outcome => {
        const isBad = (value as { word: string }).word === 'bad';
        return isBad ? { kind: 'dead', reason: 'undecodable', error: new Error('no command') } : { kind: 'ack' };
      });
    const first = await consume({}, refuse);
    const letters = async () => (await listDeadLetters(redis, orgId, 'alert_engine')).letters;
    await waitFor(async () => (await letters()).length === 2, { timeoutMs: 10_000 });
    expect((await letters()).map(({ lane, index, reason }) => [lane, index, reason])).toEqual([
      ['c', 1, 'undecodable'],
      ['c', 2, 'undecodable'],
    ]);
    expect(records.map(({ value }) => value)).toEqual([{ word: 'good' }, { word: 'bad' }]);
    expect(await redis.call('EXISTS', orgKeys(orgId).ledger(nowMs), [])).toBe(0);
    await first.close();

    const bad = (await letters()).filter(({ index }) => index === 2);
    expect(await replayDeadLetters(redis, orgId, 'alert_engine', bad)).toMatchObject([{ kind: 'replayed' }]);
    expect(await redis.call('EXISTS', orgKeys(orgId).ledger(nowMs), [])).toBe(0);
    records = [];
    await consume();
    await waitFor(() => records.length === 1, { timeoutMs: 10_000 });
    expect(records[0]).toMatchObject({ lane: 'c', acceptedAtMs: nowMs, value: { word: 'bad' } });
  });

  it('goes through what a dead owner had in hand, in every lane', async () => {
    await provisionStreams(redis, orgId, ['alert_engine']);
    for (const lane of ['c', 'd'] as const) {
      const stream = orgKeys(orgId).lane(lane);
      await appendRecords(redis, orgId, lane, [command(lane)]);
      const args = ['GROUP', 'alert_engine', 'owner', 'STREAMS', stream, '>'];
      await redis.batch([{ name: 'XREADGROUP', key: stream, args, retry: 'never' }]);
      expect(await pendingOf(lane, 'alert_engine')).toBe(1);
    }
    await consume();
    await waitFor(() => records.length === 2, { timeoutMs: 10_000 });
    expect(records.map(({ lane }) => lane)).toEqual(['c', 'd']);
  });

  it('says when nothing is left to do, and as of when', async () => {
    await provisionStreams(redis, orgId, ['alert_engine']);
    const consumer = await consume();
    expect(consumer.isCaughtUp(newOrgId())).toBe(false);
    await waitFor(() => consumer.isCaughtUp(orgId), { timeoutMs: 10_000 });
    const before = Date.now();
    await appendRecords(redis, orgId, 'c', [command('a')]);
    await waitFor(() => (consumer.caughtUpAtMs(orgId) ?? 0) > before, { timeoutMs: 10_000 });
    expect(records).toHaveLength(1);
    await consumer.close();
    expect(consumer.isCaughtUp(orgId)).toBe(false);
  });

  it('refuses to read a lane without a handler', () => {
    const deps = { redis, log, metrics: metrics() };
    const ack = () => Promise.resolve('ack' as const);
    const options = { group: 'notifier', workerId: 'w' } as const;
    expect(() => createStreamConsumer(deps, { ...options, lanes: ['a'], handler: ack })).toThrow(
      'no handler for lane a',
    );
    expect(() => createStreamConsumer(deps, { ...options, recordHandler: ack })).toThrow('no handler for lane s');
    expect(() => createStreamConsumer(deps, { ...options, lanes: [], handler: ack })).toThrow(TypeError);
    expect(() => createStreamConsumer(deps, { ...options, lanes: ['a'], recordHandler: ack })).not.toThrow();
  });

  describe('of an organisation from before it read them all', () => {
    /** As an earlier release left it: the event streams alone. */
    async function provisionEvents(expected?: string): Promise<void> {
      await provisionStreams(redis, orgId, []);
      const keys = orgKeys(orgId);
      for (const lane of ['s', 'p'] as const) await createGroup(redis, keys.lane(lane), 'alert_engine', '0');
      if (expected !== undefined) await redis.call('HSET', keys.config(), ['expectedGroups', expected]);
    }
    const missing = async (): Promise<Lane[]> => {
      const of = [{ orgId, expectedGroups: ['alert_engine' as const] }];
      const { states } = await readGroupStates(redis, of, lanes);
      return states.filter((state) => !state.isPresent).map((state) => state.lane);
    };

    it.each([[undefined], ['db_writer,alert_engine']])(
      'creates what is missing and passes over nothing (%s)',
      async (expected) => {
        await provisionEvents(expected);
        await appendRecords(redis, orgId, 'c', [command('early')]);
        expect((await missing()).sort()).toEqual(['c', 'd']);
        await consume();
        await waitFor(() => records.length === 1, { timeoutMs: 10_000 });
        await waitFor(async () => (await missing()).length === 0, { timeoutMs: 10_000 });
        expect(records[0]).toMatchObject({ value: { word: 'early' } });
      },
    );

    it('creates even the groups of events where the settings expect them', async () => {
      await provisionStreams(redis, orgId, []);
      await redis.call('HSET', orgKeys(orgId).config(), ['expectedGroups', 'db_writer,alert_engine']);
      await appendEvents(2);
      await consume();
      await waitFor(() => events.length === 2, { timeoutMs: 10_000 });
    });

    it('leaves an organisation alone that does not expect it', async () => {
      await provisionStreams(redis, orgId, []);
      await redis.call('HSET', orgKeys(orgId).config(), ['expectedGroups', 'db_writer']);
      await appendEvents(1);
      const witness = newOrgId();
      await provisionStreams(redis, witness, ['alert_engine']);
      const consumer = await consume();
      await waitFor(() => consumer.isCaughtUp(witness), { timeoutMs: 10_000 });
      await waitFor(async () => (await missing()).length === 4);
      expect(consumer.isCaughtUp(orgId)).toBe(false);
      expect(events).toEqual([]);
    });
  });

  it('counts what is unsettled in the lanes that are asked for', async () => {
    await provisionStreams(redis, orgId, ['alert_engine']);
    await appendEvents(3);
    await appendRecords(redis, orgId, 'c', [command('a')]);
    const sum = (counted: { byMinute: Map<number, number> }): number =>
      [...counted.byMinute.values()].reduce((total, n) => total + n, 0);
    expect(sum(await countUnsettledEvents(redis, orgId, 'alert_engine'))).toBe(3);
    expect(sum(await countUnsettledEvents(redis, orgId, 'alert_engine', 100, lanes))).toBe(4);
    const { states } = await readGroupStates(redis, [{ orgId, expectedGroups: ['alert_engine'] }]);
    expect(states.map(({ lane }) => lane)).toEqual(['s', 'p']);
  });
});
