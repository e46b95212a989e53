import { filterOf } from './filter-path.ts';

const reply = {
  took: 3,
  errors: true,
  items: [
    { create: { _index: 'a', status: 201 } },
    { index: { _index: 'b', status: 429, error: { type: 'x', reason: 'y' } } },
  ],
};

test.each([
  ['errors', { errors: true }],
  ['took,errors', { took: 3, errors: true }],
  ['errors,items.*.status', { errors: true, items: [{ create: { status: 201 } }, { index: { status: 429 } }] }],
  ['items.*.error', { items: [{ index: { error: { type: 'x', reason: 'y' } } }] }],
  ['**.reason', { items: [{ index: { error: { reason: 'y' } } }] }],
  ['**.**.reason', { items: [{ index: { error: { reason: 'y' } } }] }],
  ['items.**', { items: reply.items }],
  ['items.cr*', { items: [{ create: { _index: 'a', status: 201 } }] }],
  ['items.*.st*us', { items: [{ create: { status: 201 } }, { index: { status: 429 } }] }],
  ['nothing', undefined],
  ['', reply],
  ['-took', reply],
])('%s', (path, kept) => expect(filterOf(path)(reply)).toEqual(kept));

test('paths of many wildcards cost no more than others', () => {
  const path = Array.from({ length: 32 }, (_, i) => `**.a*.**.${'**.b.'.repeat(6)}x${i}`).join();
  const items = Array.from({ length: 100_000 }, (_, i) => ({ create: { _index: 'a', _id: String(i), status: 201 } }));
  const startedMs = performance.now();
  expect(filterOf(path)({ took: 1, errors: false, items })).toBeUndefined();
  // An item took 200 ms when paths were walked for each.
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});
