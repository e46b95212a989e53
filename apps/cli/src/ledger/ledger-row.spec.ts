import { judge, type LedgerCounts } from './ledger-row.ts';

const counts = (given: Partial<LedgerCounts>): LedgerCounts => ({
  accepted: 100,
  stored: 100,
  deadLettered: 0,
  unsettled: 0,
  isUnsettledComplete: true,
  isSettled: true,
  ...given,
});

describe('a minute of the ledger', () => {
  it('balances when every event is stored or dead-lettered', () => {
    expect(judge(counts({}))).toEqual({ inFlight: 0, unexplained: 0, state: 'balanced' });
    expect(judge(counts({ stored: 97, deadLettered: 3 })).state).toBe('balanced');
  });

  it('counts what is missing as in flight until it is settled', () => {
    expect(judge(counts({ stored: 40, isSettled: false }))).toEqual({
      inFlight: 60,
      unexplained: 0,
      state: 'in_flight',
    });
    expect(judge(counts({ stored: 120, isSettled: false }))).toEqual({
      inFlight: 0,
      unexplained: 0,
      state: 'in_flight',
    });
  });

  it('counts it as in flight afterwards only as far as it is found under way', () => {
    expect(judge(counts({ stored: 40, unsettled: 60 }))).toEqual({ inFlight: 60, unexplained: 0, state: 'in_flight' });
    expect(judge(counts({ stored: 40, unsettled: 75 })).inFlight).toBe(60);
    expect(judge(counts({ stored: 40, unsettled: 59 }))).toEqual({
      inFlight: 59,
      unexplained: 1,
      state: 'unexplained',
    });
  });

  it('says so when too much is under way to look through', () => {
    const verdict = judge(counts({ stored: 40, unsettled: 10, isUnsettledComplete: false }));
    expect(verdict).toEqual({ inFlight: 60, unexplained: 0, state: 'unjudged' });
  });

  it('shows a surplus as one', () => {
    expect(judge(counts({ stored: 99, deadLettered: 3 }))).toEqual({ inFlight: 0, unexplained: -2, state: 'surplus' });
  });
});
