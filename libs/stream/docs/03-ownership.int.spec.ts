import { newOrgId, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import { provisionStreams } from '../src/index.ts';
import { Chapter, eventLine } from './chapter.ts';

/**
 * Chapter 3. Workers of a group share its organisations by leases. One worker owns an organisation at a time; what it
 * had read and not settled when it went, the next owner gets first.
 */
describe('3. ownership', () => {
  let chapter: Chapter;
  beforeEach(async () => (chapter = await Chapter.open(process.env.TEST_REDIS_NODES as string)));
  afterEach(() => chapter.close());

  const append = (user: string): Promise<unknown> =>
    chapter.producer.append({ orgId: chapter.orgId, lanes: [{ lane: 's', lines: [eventLine({ user })] }] });

  it('spreads the partitions over the live workers and gives them back on close', async () => {
    const handler = (): Promise<'ack'> => Promise.resolve('ack');
    const first = await chapter.consume({ handler });
    expect(first.holdings().partitions).toBe(256);

    const second = await chapter.consume({ handler });
    await waitFor(
      () => first.holdings().partitions + second.holdings().partitions === 256 && second.holdings().partitions > 64,
    );

    await second.close();
    await waitFor(() => first.holdings().partitions === 256);
  });

  it('tells a handler the epoch of its ownership, which only grows', async () => {
    const epochs: number[] = [];
    const record = {
      handler: (_: unknown, { epoch }: { epoch: number }) => (epochs.push(epoch), Promise.resolve('ack' as const)),
    };
    const first = await chapter.consume(record);
    await append('ada');
    await waitFor(() => epochs.length === 1);
    await first.close();

    await chapter.consume(record);
    await append('bob');
    await waitFor(() => epochs.length === 2);
    expect(epochs[1]).toBeGreaterThan(epochs[0] as number);
  });

  it('hands what was not settled to the next owner first', async () => {
    const attempted: string[] = [];
    const stored: string[] = [];
    const first = await chapter.consume({
      drainTimeoutMs: 50,
      handler: async (batch, { signal }) => {
        attempted.push(...batch.events.map((event) => event.fields.user as string));
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return 'ack';
      },
    });
    await append('ada');
    await waitFor(() => attempted.length === 1);
    await first.close();
    await append('bob');

    await chapter.consume({
      handler: (batch) => {
        stored.push(...batch.events.map((event) => event.fields.user as string));
        return Promise.resolve('ack');
      },
    });
    await waitFor(() => stored.length === 2);
    expect(stored).toEqual(['ada', 'bob']);
  });

  it('takes over what somebody read under another consumer name and never acknowledged', async () => {
    const stored: string[] = [];
    await append('ada');
    const stream = orgKeys(chapter.orgId).eventsStream();
    const args = ['GROUP', 'db_writer', 'somebody', 'COUNT', 1, 'STREAMS', stream, '>'];
    await chapter.redis.batch([{ name: 'XREADGROUP', key: stream, args, retry: 'never' }]);

    await chapter.consume({
      auditIntervalMs: 200,
      claimIdleMs: 1,
      handler: (batch) => {
        stored.push(...batch.events.map((event) => event.fields.user as string));
        return Promise.resolve('ack');
      },
    });
    await waitFor(() => stored.includes('ada'), { timeoutMs: 10_000 });
  });

  it('says which organisations it leaves while it still owns them, a few at a time', async () => {
    const orgIds = Array.from({ length: 40 }, newOrgId);
    await Promise.all(orgIds.map((orgId) => provisionStreams(chapter.redis, orgId, ['db_writer'])));
    const owned = new Set<OrgId>();
    const left = new Set<OrgId>();
    let leaving = 0;
    let most = 0;
    const consumer = await chapter.consume({
      handler: () => Promise.resolve('ack'),
      onAcquire: (orgId) => Promise.resolve(void owned.add(orgId)),
      onLeaving: async (orgId) => {
        most = Math.max(most, ++leaving);
        await chapter.redis.call('GET', orgKeys(orgId).config(), []).catch(() => undefined);
        leaving -= 1;
        left.add(orgId);
      },
      onRelease: (orgId) => void owned.delete(orgId),
    });
    const lines = [eventLine({ user: 'ada' })];
    await Promise.all(orgIds.map((orgId) => chapter.producer.append({ orgId, lanes: [{ lane: 's', lines }] })));
    await waitFor(() => orgIds.every((orgId) => owned.has(orgId)));

    await consumer.close();
    expect(orgIds.filter((orgId) => !left.has(orgId))).toEqual([]);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(16);
  });
});
