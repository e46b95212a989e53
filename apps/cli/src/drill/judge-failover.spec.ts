import { judgeFailover } from './judge-failover.ts';

const HANDED = { steps: [{ from: 'm', to: 'r', promotedMs: 40 }], faults: [], writes: 9, writesLost: 0 };
const WRITES = { ...HANDED, longestWriteGapMs: 100 };
const EVENTS = { accepted: 5, longestGapMs: 100, retries: 1, lost: 0, duplicated: 0 };

describe('judgeFailover', () => {
  it('passes what lost nothing and did not wait', () => {
    const { figures, faults } = judgeFailover(WRITES, EVENTS, 100);
    expect(faults).toEqual([]);
    expect(figures).toMatchObject({ failovers: 1, slowestPromotionMs: 40, eventsLost: 0, longestAcceptGapMs: 100 });
  });

  it.each([
    ['2 acknowledged writes are gone', { writesLost: 2 }, {}],
    ['writes waited for 101 ms', { longestWriteGapMs: 101 }, {}],
    ['3 accepted events are not stored', {}, { lost: 3 }],
    ['4 events are stored twice', {}, { duplicated: 4 }],
    ['events waited for 101 ms', {}, { longestGapMs: 101 }],
    ['r was left as master', { faults: ['r was left as master'] }, {}],
  ])('fails: %s', (fault, handed, events) => {
    expect(judgeFailover({ ...WRITES, ...handed }, { ...EVENTS, ...events }, 100).faults).toEqual([fault]);
  });

  it('claims nothing of events that could not be looked up', () => {
    const { accepted, longestGapMs, retries } = EVENTS;
    const { figures } = judgeFailover(WRITES, { accepted, longestGapMs, retries }, 100);
    expect(figures).not.toHaveProperty('eventsLost');
    expect(figures).not.toHaveProperty('eventsDuplicated');
  });
});
