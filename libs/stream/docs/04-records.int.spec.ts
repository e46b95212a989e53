import { type Lane, type Outcome } from '@redoubt/contracts';
import { lanesOfGroup } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import { appendRecords, listDeadLetters, type StreamEvent, type StreamRecord } from '../src/index.ts';
import { Chapter, eventLine } from './chapter.ts';

/**
 * Chapter 4. Beside the two event lanes an organisation has streams of records: commands, detections, alerts, scores,
 * audit. A group names the lanes it reads; one fenced visit reads them all, and a second handler gets the records.
 */
describe('4. records', () => {
  let chapter: Chapter;
  beforeEach(async () => (chapter = await Chapter.open(process.env.TEST_REDIS_NODES as string)));
  afterEach(() => chapter.close());

  const lanes = lanesOfGroup('alert_engine');
  const command = (note: string): Buffer => Buffer.from(JSON.stringify({ type: 'alert.comment', note }));

  it('reach their handler in order, under ids that never change', async () => {
    const records: StreamRecord[] = [];
    const events: StreamEvent[] = [];
    await chapter.consume({
      group: 'alert_engine',
      lanes,
      handler: (batch) => {
        events.push(...batch.events);
        return Promise.resolve('ack');
      },
      recordHandler: (batch) => {
        records.push(...batch.records.filter(() => batch.orgId === chapter.orgId));
        return Promise.resolve('ack');
      },
    });

    const [entryId] = await appendRecords(chapter.redis, chapter.orgId, 'c', [command('first'), command('second')]);
    await chapter.producer.append({
      orgId: chapter.orgId,
      lanes: [{ lane: 's', lines: [eventLine({ user: 'ada' })] }],
    });

    await waitFor(() => records.length === 2 && events.length === 1);
    expect(records.map(({ recordId }) => recordId)).toEqual([`c-${entryId}-0`, `c-${entryId}-1`]);
    expect(records[1]?.value).toEqual({ type: 'alert.comment', note: 'second' });
  });

  it('are appended once under one batch id', async () => {
    const append = () => appendRecords(chapter.redis, chapter.orgId, 'c', [command('once')], { batchId: 'request-1' });
    expect(await append()).toEqual(await append());
    await expect(
      appendRecords(chapter.redis, chapter.orgId, 'c', [command('other')], { batchId: 'request-1' }),
    ).rejects.toMatchObject({ code: 'idempotency_conflict' });
  });

  it('go to the dead letters when they make no sense, like events', async () => {
    await chapter.consume({
      group: 'alert_engine',
      lanes: ['c'],
      handler: () => Promise.resolve('ack'),
      recordHandler: (batch) =>
        Promise.resolve(
          batch.records.map((): Outcome => ({ kind: 'dead', reason: 'undecodable', error: new Error('unknown type') })),
        ),
    });
    await appendRecords(chapter.redis, chapter.orgId, 'c', [command('?')]);

    const letters = () => listDeadLetters(chapter.redis, chapter.orgId, 'alert_engine');
    await waitFor(async () => (await letters()).letters.length === 1);
    expect((await letters()).letters[0]).toMatchObject({ lane: 'c', reason: 'undecodable', message: 'unknown type' });
  });

  it('starve no other lane, and none starves them', async () => {
    const order: Lane[] = [];
    const slowly = async (lane: Lane): Promise<'ack'> => {
      order.push(lane);
      // Work that lasts longer than a visit: every lane has something ready when it ends.
      for (let i = 0; i < 5; i++) await chapter.redis.call('XLEN', 'some-stream', []);
      return 'ack';
    };
    for (let i = 0; i < 20; i++) {
      for (const lane of ['c', 'd'] as const)
        await appendRecords(chapter.redis, chapter.orgId, lane, [command(`${i}`)]);
      await chapter.producer.append({ orgId: chapter.orgId, lanes: [{ lane: 's', lines: [eventLine({})] }] });
    }

    await chapter.consume({
      group: 'alert_engine',
      lanes,
      quantumEvents: 1,
      handler: (batch) => slowly(batch.lane),
      recordHandler: (batch) => (batch.orgId === chapter.orgId ? slowly(batch.lane) : Promise.resolve('ack')),
    });

    await waitFor(() => order.length === 60, { timeoutMs: 10_000 });
    for (const lane of ['c', 'd', 's'] as const) {
      expect(order.slice(0, 30).filter((one) => one === lane).length).toBeGreaterThan(4);
    }
  });
});
