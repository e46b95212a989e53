import { newOrgId } from '@redoubt/contracts';
import { newTally, sendAll } from './send-all.ts';
import type { SendResult, SinkItem, SinkWriter } from './sink-item.ts';

const orgId = newOrgId();
const items = Array.from({ length: 10 }, (_, i): SinkItem => ({
  ...{ id: String(i), stream: 'events', orgId, atMs: i, severity: 'low', kind: 'x', text: '{}' },
}));
const options = { maxEvents: 4, signal: new AbortController().signal, pauseMs: 0 };

/** A receiver that answers as told, and how it was asked. */
function receiver(answer: (ids: readonly string[], at: number) => SendResult) {
  const asked: string[] = [];
  const writer: SinkWriter = {
    send: (batch) => {
      const ids = batch.map(({ id }) => id);
      return Promise.resolve(answer(ids, asked.push(ids.join('')) - 1));
    },
    close: () => Promise.resolve(),
  };
  return { asked, writer };
}

test('sends in batches', async () => {
  const { asked, writer } = receiver(() => ({ kind: 'sent' }));
  const tally = newTally();
  await sendAll(writer, items, tally, options);
  expect([asked, tally.delivered]).toEqual([['0123', '4567', '89'], 10]);
});

test('sends again what is to be sent again, and that alone', async () => {
  const { asked, writer } = receiver((ids, at) =>
    at === 0
      ? {
          kind: 'sent',
          items: ids.map((id) => (id === '1' ? { kind: 'retry', detail: '429' } : { kind: 'duplicate' })),
        }
      : { kind: 'sent' },
  );
  const tally = newTally();
  await sendAll(writer, items, tally, options);
  expect(asked).toEqual(['0123', '1', '4567', '89']);
  expect(tally).toMatchObject({ delivered: 10, duplicates: 3 });
});

test('finds by halves what is refused', async () => {
  const { writer } = receiver((ids) =>
    ids.includes('6') ? { kind: 'refused', detail: 'not this' } : { kind: 'sent' },
  );
  const tally = newTally();
  await sendAll(writer, items, tally, options);
  expect([tally.delivered, [...tally.dead]]).toEqual([9, [['not this', 1]]]);
});

test('gives up when nothing is taken', async () => {
  const { asked, writer } = receiver((_ids, at) => (at === 0 ? { kind: 'sent' } : { kind: 'retry', detail: 'away' }));
  const tally = newTally();
  await expect(sendAll(writer, items, tally, options)).rejects.toThrow('given up after 10 tries: away');
  expect([asked.length, tally.delivered]).toEqual([11, 4]);
}, 60_000);

describe.each<[string, (ids: readonly string[]) => SendResult]>([
  ['requests', () => ({ kind: 'refused', detail: '400 no such index' })],
  [
    'items',
    (ids) => ({ kind: 'sent', items: ids.map(() => ({ kind: 'dead' as const, detail: '400 no such index' })) }),
  ],
])('a receiver that refuses all %s', (_, refuse) => {
  const many = Array.from({ length: 30 }, (_one, i): SinkItem => ({ ...(items[0] as SinkItem), id: `${i}.` }));

  test('is not taken by its word: what it refused is to come again', async () => {
    const tally = newTally();
    // Over several calls, as pages come.
    await sendAll(receiver(refuse).writer, many.slice(0, 15), tally, options);
    const { asked, writer } = receiver(refuse);
    await expect(sendAll(writer, many.slice(15), tally, options)).rejects.toThrow(
      'given up after 10 tries: refuses everything: 400 no such index',
    );
    expect([...tally.dead.values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(20);
    expect(asked.length).toBeLessThan(50);
  });

  test('is believed again once it takes one', async () => {
    const tally = newTally();
    let asked = 0;
    const { writer } = receiver((ids) => (++asked > 40 || ids.includes('14.') ? { kind: 'sent' } : refuse(ids)));
    await sendAll(writer, many, tally, { ...options, maxEvents: 1 });
    expect(tally.delivered + [...tally.dead.values()].reduce((sum, count) => sum + count, 0)).toBe(30);
    expect(tally.delivered).toBeGreaterThanOrEqual(1);
  });
});
