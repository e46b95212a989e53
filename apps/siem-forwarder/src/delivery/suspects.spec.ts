import type { SinkItem } from '@redoubt/sinks';
import type { Candidate, Waiting } from './candidate.ts';
import { Suspects, type Search } from './suspects.ts';

const item = (id: string, lane: Candidate['lane'] = 's'): Waiting => ({
  candidate: { lane } as Candidate,
  item: { id } as SinkItem,
});
const [a, b] = [item('a'), item('b')];

/** Suspects of a receiver that failed five times with `front` in front. */
function afterFailures(front: Waiting): Suspects {
  const suspects = new Suspects();
  for (let at = 0; at < 5; at++) suspects.failed(front, true);
  return suspects;
}

function search(suspects: Suspects, waiting: readonly Waiting[]): Search {
  const found = suspects.searchIn(waiting);
  if (!found) throw new Error('there is no reason for a search');
  return found;
}

/** One search in which `a` fails, another is taken, and `a` is tried once more. */
function compared(suspects: Suspects, again: 'fails' | 'is taken' | 'is not tried'): ReturnType<Suspects['conclude']> {
  const one = search(suspects, [a, b]);
  one.putAside([a], 'HTTP 500');
  one.succeeded();
  expect(one.outdone).toEqual([a]);
  if (again === 'fails') one.failedOnceMore(a, 'HTTP 500');
  if (again === 'is taken') one.ended(a);
  return suspects.conclude(one);
}

test('an item is given up after ten searches in which it failed, another was taken, and it failed again', () => {
  const suspects = afterFailures(a);
  for (let round = 1; round < 10; round++) expect(compared(suspects, 'fails')).toMatchObject({ dead: [], left: [a] });
  expect(compared(suspects, 'fails')).toMatchObject({ dead: [a], left: [] });
  expect(suspects.searchIn([b])).toBeUndefined();
});

test('that it came first after a pause, and failed, does not speak against it', () => {
  const suspects = afterFailures(a);
  for (let round = 0; round < 30; round++) {
    expect(compared(suspects, 'is not tried')).toMatchObject({ dead: [], left: [a] });
  }
  expect(compared(suspects, 'is taken')).toMatchObject({ dead: [], left: [] });
  expect(suspects.searchIn([a])).toBeUndefined();
});

test('a batch in which nothing waits, or one of another lane, calls off no search', () => {
  const suspects = afterFailures(a);
  expect(suspects.searchIn([])).toBeUndefined();
  expect(suspects.searchIn([item('c', 'p')])).toBeUndefined();
  expect(suspects.searchIn([a])).toBeDefined();
});

test('the next search sees more entries, twice as many while nothing is there to compare with, and 16 at most', () => {
  const suspects = afterFailures(a);
  const seen = Array.from({ length: 4 }, () => {
    const one = search(suspects, [a]);
    one.putAside([a], 'HTTP 500');
    return suspects.conclude(one).entries;
  });
  expect(seen).toEqual([8, 16, 16, 16]);
  const other = afterFailures(a);
  expect([compared(other, 'fails').entries, compared(other, 'fails').entries]).toEqual([5, 6]);
});

test('four that fail in one search are the receiver’s trouble', () => {
  const suspects = afterFailures(a);
  const one = search(suspects, [a]);
  one.putAside([a, b, item('c'), item('d')], 'HTTP 500');
  one.succeeded();
  expect([one.isHopeless, one.outdone]).toEqual([true, []]);
});
