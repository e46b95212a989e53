import type { Lane } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import type { StreamEvent } from '../src/index.ts';
import { Chapter, eventLine } from './chapter.ts';

/**
 * Chapter 1. An append resolves when the events are durable; a consumer of each group then gets every event, whole
 * frames of one organisation and lane at a time, in stream order, under ids that never change.
 */
describe('1. append and consume', () => {
  let chapter: Chapter;
  beforeEach(async () => (chapter = await Chapter.open(process.env.TEST_REDIS_NODES as string)));
  afterEach(() => chapter.close());

  it('delivers events in order, with the sender’s bytes beside their meaning', async () => {
    const seen: StreamEvent[] = [];
    await chapter.consume({
      handler: (batch) => {
        seen.push(...batch.events);
        return Promise.resolve('ack');
      },
    });

    await chapter.producer.append({
      orgId: chapter.orgId,
      lanes: [{ lane: 's', lines: [eventLine({ user: 'ada' }), eventLine({ user: 'bob' })] }],
    });

    await waitFor(() => seen.length === 2);
    expect(seen.map((event) => event.fields.user)).toEqual(['ada', 'bob']);
    expect(seen[0]?.line.toString()).toContain('"user":"ada"');
    expect(seen[1]?.eventId).toBe(`s-${seen[1]?.entryId}-1`);
  });

  it('reads the priority lane ahead of the ordinary one', async () => {
    const order: string[] = [];
    const lines = (name: string): Buffer[] => Array.from({ length: 50 }, (_, i) => eventLine({ user: `${name}${i}` }));
    for (let i = 0; i < 20; i++) {
      await chapter.producer.append({ orgId: chapter.orgId, lanes: [{ lane: 's', lines: lines('ordinary') }] });
    }
    await chapter.producer.append({
      orgId: chapter.orgId,
      lanes: [{ lane: 'p', lines: [eventLine({ user: 'urgent' })] }],
    });

    await chapter.consume({
      quantumEvents: 50,
      handler: (batch) => {
        order.push(...batch.events.map((event) => event.fields.user as string));
        return Promise.resolve('ack');
      },
    });

    await waitFor(() => order.length === 1_001, { timeoutMs: 10_000 });
    expect(order.indexOf('urgent')).toBeLessThan(150);
  });

  it('lets neither lane starve the other', async () => {
    const lanes: Lane[] = [];
    for (let i = 0; i < 30; i++) {
      for (const lane of ['s', 'p'] as const) {
        await chapter.producer.append({
          orgId: chapter.orgId,
          lanes: [{ lane, lines: [eventLine({ user: `${i}` })] }],
        });
      }
    }

    await chapter.consume({
      quantumEvents: 1,
      handler: async (batch) => {
        lanes.push(batch.lane);
        // Work that lasts longer than a visit: both lanes have something ready when it ends.
        for (let i = 0; i < 5; i++) await chapter.redis.call('XLEN', orgKeys(chapter.orgId).eventsStream(), []);
        return 'ack';
      },
    });

    await waitFor(() => lanes.length === 60, { timeoutMs: 10_000 });
    const ordinaryInFirstHalf = lanes.slice(0, 30).filter((lane) => lane === 's').length;
    expect(ordinaryInFirstHalf).toBeGreaterThan(10);
  });

  it('understands what redis-cli users write by hand', async () => {
    const seen: StreamEvent[] = [];
    await chapter.consume({
      handler: (batch) => {
        seen.push(...batch.events);
        return Promise.resolve('ack');
      },
    });
    const fields = [
      'org_id',
      chapter.orgId,
      'event_type',
      'failed_login',
      'severity',
      'high',
      'source_ip',
      '192.0.2.7',
    ];
    await chapter.redis.call('XADD', orgKeys(chapter.orgId).eventsStream(), ['*', ...fields, 'payload', '{"port":22}']);

    await waitFor(() => seen.length === 1);
    expect(seen[0]?.fields).toMatchObject({ eventType: 'failed_login', severity: 'high', payload: { port: 22 } });
  });
});
