import { newOrgId, type Lane } from '@redoubt/contracts';
import { nextLane } from './lane-turn.ts';
import { caughtUpAtMs, createOrgWork, type EntryInHand, type OrgWork } from './org-work.ts';

const entry: EntryInHand = { entryId: '1-0', acceptedAtMs: 1, items: [], sizeBytes: 1, isRedelivery: false };

function orgOf(...lanes: Lane[]): OrgWork {
  return createOrgWork(newOrgId(), { group: 'db_writer', partition: 0, epoch: 1, session: 'w:1' }, lanes);
}

/** Runs `turns` batches of an organisation in which the given lanes always have more. */
function turnsOf(org: OrgWork, turns: number, full: readonly Lane[]): string {
  let taken = '';
  for (let i = 0; i < turns; i++) {
    for (const lane of org.lanes) lane.ready = full.includes(lane.lane) ? [entry] : [];
    const lane = nextLane(org);
    if (lane === undefined) return taken;
    org.wasUrgent = lane.isUrgent;
    lane.lastTurn = ++org.turns;
    taken += lane.lane;
  }
  return taken;
}

describe('the turn of a lane', () => {
  it('is nobody’s when nothing is ready', () => {
    expect(turnsOf(orgOf('s', 'p'), 3, [])).toBe('');
  });

  it('goes by urgency at first, whatever order the lanes were named in', () => {
    expect(orgOf('s', 'd', 'c', 'p').lanes.map(({ lane }) => lane)).toEqual(['p', 'c', 'd', 's']);
    expect(orgOf('a', 's', 'p').lanes.map(({ lane }) => lane)).toEqual(['p', 's', 'a']);
    expect(turnsOf(orgOf('s', 'd', 'c', 'p'), 1, ['s', 'd', 'c', 'p'])).toBe('p');
    expect(turnsOf(orgOf('s', 'd', 'c', 'p'), 1, ['s', 'd', 'c'])).toBe('c');
    expect(turnsOf(orgOf('s', 'd', 'c', 'p'), 1, ['s', 'd'])).toBe('d');
    expect(turnsOf(orgOf('s', 'p', 'a'), 1, ['s', 'a'])).toBe('s');
  });

  it('never is an urgent lane’s twice in a row while others wait', () => {
    expect(turnsOf(orgOf('s', 'p'), 6, ['s', 'p'])).toBe('pspsps');
    expect(turnsOf(orgOf('s', 'd', 'c', 'p'), 8, ['s', 'd', 'c', 'p'])).toBe('pdcspdcs');
    expect(turnsOf(orgOf('s', 'p'), 3, ['p'])).toBe('ppp');
  });

  it('starves no lane', () => {
    expect(turnsOf(orgOf('s', 'p', 'a'), 8, ['s', 'p', 'a'])).toBe('pspapspa');
    expect(turnsOf(orgOf('a', 'x', 'u'), 6, ['a', 'x', 'u'])).toBe('axuaxu');
  });
});

describe('an organisation', () => {
  it('is caught up once every lane was read to its end and nothing is in hand', () => {
    const org = orgOf('s', 'c');
    const [c, s] = org.lanes;
    if (!c || !s) throw new Error('two lanes');
    expect(caughtUpAtMs(org)).toBeUndefined();
    Object.assign(c, { mode: 'new', hasMore: false, readToEndAtMs: 70 });
    Object.assign(s, { mode: 'new', hasMore: false, readToEndAtMs: 50 });
    expect(caughtUpAtMs(org)).toBe(50);
    const disturbances: Partial<OrgWork>[] = [
      ...[{ isLost: true }, { needsRecovery: true }, { isVisiting: true }, { isQueued: true }],
      { running: Promise.resolve() },
    ];
    for (const one of disturbances) expect(caughtUpAtMs({ ...org, ...one })).toBeUndefined();
    for (const one of [{ hasMore: true }, { mode: 'pending' as const }, { readToEndAtMs: 0 }, { acks: ['1-0'] }]) {
      expect(caughtUpAtMs({ ...org, lanes: [c, { ...s, ...one }] })).toBeUndefined();
    }
  });
});
