import { EVENT_LANES, newOrgId } from '@redoubt/contracts';
import { InFlightPool } from './in-flight-pool.ts';
import { laneCounts } from './lane-counts.ts';
import { createOrgWork, type EntryInHand, type LaneWork, type OrgWork, type Standing } from './org-work.ts';

const most = { events: 20_000, bytes: 64 * 1024 * 1024 };

function someOrg(standing: Standing): OrgWork {
  const ownership = { group: 'siem_forwarder' as const, partition: 0, epoch: 1, session: 'w:1' };
  return Object.assign(createOrgWork(newOrgId(), ownership, EVENT_LANES), { standing });
}

/** Entries of a hundred events and 50 KiB. */
function entries(count: number): EntryInHand[] {
  const items = Array.from({ length: 100 }, () => ({ line: Buffer.alloc(0), value: {}, fields: null }));
  const entry = { entryId: '1-0', acceptedAtMs: 0, items, sizeBytes: 50 * 1024, isRedelivery: false };
  return Array.from({ length: count }, () => entry);
}

/** Lets organisations that never settle anything read as often as they may. @returns how many got any */
function fill(pool: InFlightPool, count: number, standing: Standing): number {
  let served = 0;
  for (let at = 0; at < count; at++) {
    const org = someOrg(standing);
    const s = org.lanes[1] as LaneWork;
    for (let visit = 0; visit < 3; visit++) {
      const room = pool.roomFor(org);
      const canRead = (lane: LaneWork): boolean => lane === s && lane.ready.length === 0;
      const asked = room === 'later' ? 0 : (laneCounts(org, room, 1_000, canRead)[1] ?? 0);
      if (asked === 0) break;
      pool.take(org, entries(asked));
      if (visit === 0) {
        org.running = Promise.resolve();
        s.lastTurn = org.turns;
      } else s.ready = entries(asked);
    }
    if (org.held.events > 0) served++;
  }
  return served;
}

test('one alone may hold an eighth, and gets less of what is left once half is taken', () => {
  const pool = new InFlightPool(most);
  const org = someOrg('proven');
  expect(pool.roomFor(org)).toEqual({ events: 2_500, bytes: 8 * 1024 * 1024 });
  pool.take(org, entries(20));
  expect(pool.roomFor(org)).toMatchObject({ events: 500 });
  pool.take(someOrg('proven'), entries(100));
  expect(pool.roomFor(someOrg('proven'))).toMatchObject({ events: 8_000 / 16 });
  expect(pool.roomFor(org)).toMatchObject({ events: 8_000 / 16 - 2_000 });
  pool.giveBack(org, entries(20));
  expect([pool.events, org.held]).toEqual([10_000, { events: 0, bytes: 0 }]);
});

test.each([
  ['new', 90],
  ['proven', 50],
] as const)('many that are %s and never settle leave room for others', (standing, count) => {
  const pool = new InFlightPool(most);
  expect(fill(pool, count, standing)).toBe(count);
  expect(pool.roomFor(someOrg('proven'))).not.toBe('later');
});

test('those that fail hold one entry each and a quarter together, also when they had more before', () => {
  const pool = new InFlightPool(most);
  expect(fill(pool, 200, 'failing')).toBe(50);
  expect(pool.events).toBe(5_000);
  expect(pool.roomFor(someOrg('failing'))).toBe('later');
  expect(pool.roomFor(someOrg('proven'))).toMatchObject({ events: 2_500 });

  const other = new InFlightPool(most);
  const org = someOrg('proven');
  other.take(org, entries(50));
  other.judge(org, 'failing');
  expect([other.roomFor(org), other.roomFor(someOrg('failing'))]).toEqual(['busy', 'later']);
  other.judge(org, 'proven');
  expect(other.hasRoom('failing')).toBe(true);
});

test('what was asked for counts until it is answered', () => {
  const pool = new InFlightPool(most);
  const org = someOrg('new');
  pool.ask(org, { events: 20_000, bytes: 1 });
  expect([pool.roomFor(someOrg('proven')), pool.events]).toEqual(['later', 0]);
  pool.answered(org, { events: 20_000, bytes: 1 });
  expect(pool.hasRoom('proven')).toBe(true);
});

test('no lane waits for another: one entry at least of each of which nothing is in hand', () => {
  const org = someOrg('proven');
  const [p, s] = org.lanes as [LaneWork, LaneWork];
  const none = { events: 0, bytes: 0 };
  expect(laneCounts(org, none, 1_000, () => true)).toEqual([1, 1]);
  expect(laneCounts(org, { events: 2_500, bytes: 1e9 }, 1_000, () => true)).toEqual([10, 10]);
  expect(laneCounts(org, { events: 2_500, bytes: 300_000 }, 1_000, () => true)).toEqual([4, 1]);
  org.running = Promise.resolve();
  p.lastTurn = org.turns = 3;
  expect(laneCounts(org, none, 1_000, () => true)).toEqual([0, 1]);
  expect(laneCounts(org, 'later', 1_000, (lane) => lane === p)).toEqual([0, 0]);
  Object.assign(org, { standing: 'failing', running: null });
  expect(laneCounts(org, none, 1_000, () => true)).toEqual([0, 1]);
  s.hasMore = false;
  expect(laneCounts(org, none, 1_000, () => true)).toEqual([1, 0]);
  expect(laneCounts(org, 'busy', 1_000, () => true)).toEqual([0, 0]);
});
