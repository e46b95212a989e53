import { CaseStore, type Versioned } from './case-store.ts';
import { FrameBatcher } from './frame-batcher.ts';
import { liveRows } from './live-rows.ts';
import { RingBuffer } from './ring-buffer.ts';

interface Case extends Versioned {
  id: string;
  isOpen?: boolean;
}

const one = (id: string, version: number, given: Partial<Case> = {}): Case => ({
  id,
  version,
  updatedAtMs: version,
  ...given,
});

/** A frame comes when it is called. */
function frames() {
  let next: (() => void) | undefined;
  return {
    schedule: (run: () => void) => {
      next = run;
      return () => {
        next = undefined;
      };
    },
    draw: () => next?.(),
  };
}

test('a ring keeps the newest', () => {
  const ring = new RingBuffer<number>(3);
  for (const n of [1, 2, 3, 4, 5]) ring.push(n);
  expect(ring.toArray()).toEqual([3, 4, 5]);
  expect(ring.size).toBe(3);
  ring.clear();
  ring.push(6);
  expect(ring.toArray()).toEqual([6]);
});

test('what comes between two frames is handed on at once, and the oldest of too much is dropped', () => {
  const { schedule, draw } = frames();
  const flushed: [number[], number][] = [];
  const batcher = new FrameBatcher<number>({
    schedule,
    capacity: 3,
    onFlush: (items, dropped) => flushed.push([items, dropped]),
  });
  batcher.push([1]);
  batcher.push([2, 3, 4]);
  expect(flushed).toEqual([]);
  draw();
  batcher.push([5]);
  draw();
  expect(flushed).toEqual([
    [[2, 3, 4], 1],
    [[5], 0],
  ]);
});

test('the greatest version of a case counts, and watchers are told once a frame', () => {
  const { schedule, draw } = frames();
  const store = new CaseStore<Case>({ idOf: ({ id }) => id, schedule });
  let told = 0;
  store.changes.subscribe(() => (told += 1));
  store.push([one('a', 2), one('b', 1)]);
  store.push([one('a', 1), one('b', 2)]);
  draw();
  expect(told).toBe(1);
  expect([...store.changes.value.byId.values()].map(({ id, version }) => `${id}${version}`)).toEqual(['a2', 'b2']);
  store.push([one('a', 2)]);
  draw();
  expect(told).toBe(1);
});

test('a full store forgets its older half, and says so once', () => {
  const { schedule, draw } = frames();
  let dropped = 0;
  const store = new CaseStore<Case>({ idOf: ({ id }) => id, capacity: 4, schedule, onDropped: () => (dropped += 1) });
  for (const id of ['a', 'b', 'c', 'd']) {
    store.push([one(id, 1)]);
    draw();
  }
  expect(dropped).toBe(0);
  store.push([one('a', 2), one('e', 1)]);
  draw();
  expect([...store.changes.value.byId.keys()]).toEqual(['a', 'e']);
  store.push([one('f', 1)]);
  draw();
  expect([...store.changes.value.byId.keys()]).toEqual(['a', 'e', 'f']);
  expect(dropped).toBe(1);
});

test('more than can be followed between two frames is told', () => {
  const { schedule, draw } = frames();
  let dropped = 0;
  const store = new CaseStore<Case>({ idOf: ({ id }) => id, capacity: 2, schedule, onDropped: () => (dropped += 1) });
  store.push(['a', 'b', 'c'].map((id) => one(id, 1)));
  draw();
  expect([...store.changes.value.byId.keys()]).toEqual(['b', 'c']);
  expect(dropped).toBe(1);
});

describe('a live list', () => {
  const base = {
    idOf: ({ id }: Case) => id,
    matches: ({ isOpen }: Case) => isOpen !== false,
    compare: (a: Case, b: Case) => b.updatedAtMs - a.updatedAtMs,
  };
  const loaded = [one('a', 5), one('b', 3)];
  const changed = (...cases: Case[]) => new Map(cases.map((it) => [it.id, it]));
  const ids = (rows: readonly Case[]) => rows.map(({ id, version }) => `${id}${version}`);

  it('changes rows in their place, also those that no longer fit', () => {
    const { rows, waiting } = liveRows({
      ...base,
      loaded,
      changed: changed(one('b', 9, { isOpen: false }), one('a', 4)),
      shown: new Set(),
    });
    expect(ids(rows)).toEqual(['a5', 'b9']);
    expect(waiting).toEqual([]);
  });

  it('lets new rows wait, and puts them in their place when they may show', () => {
    const given = {
      ...base,
      loaded,
      changed: changed(one('c', 4), one('d', 9), one('e', 9, { isOpen: false }), one('f', 1)),
    };
    expect(liveRows({ ...given, shown: new Set() })).toEqual({ rows: loaded, waiting: ['c', 'd', 'f'] });
    const all = liveRows({ ...given, shown: new Set(['c', 'd', 'f']) });
    expect(ids(all.rows)).toEqual(['d9', 'a5', 'c4', 'b3', 'f1']);
    expect(all.waiting).toEqual([]);
  });
});
