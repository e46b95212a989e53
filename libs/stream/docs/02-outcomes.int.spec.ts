import { PermanentError, RetryableError, type Outcome } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { waitFor } from '@redoubt/test-kit';
import { Chapter, eventLine } from './chapter.ts';

/**
 * Chapter 2. A handler says per event what became of it; what it throws says what to do with the batch. An entry is
 * acknowledged when all its events are settled, and a dead event is copied before its entry is acknowledged.
 */
describe('2. outcomes', () => {
  let chapter: Chapter;
  beforeEach(async () => (chapter = await Chapter.open(process.env.TEST_REDIS_NODES as string)));
  afterEach(() => chapter.close());

  const append = (...users: string[]): Promise<unknown> =>
    chapter.producer.append({
      orgId: chapter.orgId,
      lanes: [{ lane: 's', lines: users.map((user) => eventLine({ user })) }],
    });
  const pending = async (): Promise<number> => {
    const reply = await chapter.redis.call('XPENDING', orgKeys(chapter.orgId).eventsStream(), ['db_writer']);
    return Number((reply as unknown[])[0]);
  };

  it('settles event by event', async () => {
    await append('ada', 'noise', 'broken');
    await chapter.consume({
      handler: (batch) =>
        Promise.resolve(
          batch.events.map(({ fields }): Outcome => {
            if (fields.user === 'noise') return { kind: 'drop', reason: 'filtered' };
            if (fields.user === 'broken')
              return { kind: 'dead', reason: 'refused_by_store', error: new Error('too odd') };
            return { kind: 'ack' };
          }),
        ),
    });

    const letters = orgKeys(chapter.orgId).deadLetters('db_writer');
    await waitFor(async () => (await chapter.redis.call('XLEN', letters, [])) === 1);
    const [[, fields]] = (await chapter.redis.call('XRANGE', letters, ['-', '+'])) as [[string, string[]]];
    expect(fields).toEqual(expect.arrayContaining(['reason', 'refused_by_store', 'message', 'too odd']));
    await waitFor(async () => (await pending()) === 0);
  });

  it('repeats a batch after a RetryableError, in order, for as long as it takes', async () => {
    const stored: (string | undefined)[] = [];
    let isDatabaseUp = false;
    let refusals = 0;
    await chapter.consume({
      retryPauseMs: 5,
      handler: (batch) => {
        if (!isDatabaseUp) {
          refusals++;
          return Promise.reject(new RetryableError('the database is down'));
        }
        stored.push(...batch.events.map((event) => event.fields.user));
        return Promise.resolve('ack');
      },
    });
    await append('ada');
    await append('bob');

    await waitFor(() => refusals >= 3);
    isDatabaseUp = true;
    await waitFor(() => stored.length === 2, { timeoutMs: 10_000 });
    expect(stored).toEqual(['ada', 'bob']);
  });

  it('finds the one event that can never be handled', async () => {
    const stored: (string | undefined)[] = [];
    await append('ada', 'bob', 'poison', 'cleo');
    await chapter.consume({
      handler: (batch) => {
        if (batch.events.some((event) => event.fields.user === 'poison'))
          return Promise.reject(new PermanentError('never'));
        stored.push(...batch.events.map((event) => event.fields.user));
        return Promise.resolve('ack');
      },
    });

    await waitFor(() => stored.length === 3);
    expect(stored).toEqual(['ada', 'bob', 'cleo']);
    const letters = orgKeys(chapter.orgId).deadLetters('db_writer');
    await waitFor(async () => (await chapter.redis.call('XLEN', letters, [])) === 1);
  });
});
