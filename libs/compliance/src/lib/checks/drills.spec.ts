import { AT_MS, makeEvidence, makeRecords } from '../../testing/make-evidence.ts';
import { measureAll } from '../catalogue.ts';
import type { DrillSeen } from '../evidence.ts';

const DAY_MS = 86_400_000;

function seen(drills: readonly DrillSeen[]) {
  const evidence = makeEvidence({ records: makeRecords({ drills }) });
  const found = measureAll(evidence, []).filter(({ checkId }) => checkId.endsWith('-drill'));
  return Object.fromEntries(found.map(({ checkId, status, summary }) => [checkId, `${status}: ${summary}`]));
}

const drillOf = (changes: Partial<DrillSeen> = {}): DrillSeen => ({
  ...{ kind: 'restore', by: 'ana', atMs: AT_MS - DAY_MS, isPassed: true, figures: { seconds: 12 }, faults: [] },
  ...changes,
});

describe('checks of drills', () => {
  it('are not measured while none was ever made', () => {
    expect(seen([])).toEqual({
      'avail.failover-drill': 'not-measured: no drill was ever made',
      'avail.restore-drill': 'not-measured: no drill was ever made',
    });
  });

  it('pass for as many days as the policy says, each for its kind', () => {
    const day = new Date(AT_MS - 90 * DAY_MS).toISOString().slice(0, 10);
    expect(seen([drillOf({ atMs: AT_MS - 90 * DAY_MS })])).toEqual({
      'avail.failover-drill': 'not-measured: no drill was ever made',
      'avail.restore-drill': `pass: passed on ${day}, by ana`,
    });
    expect(seen([drillOf({ atMs: AT_MS - 91 * DAY_MS })])['avail.restore-drill']).toMatch(
      /^fail: the last drill, of .*, is more than 90 days old$/,
    );
  });

  it('fail for one that failed, and say why', () => {
    const failed = drillOf({ kind: 'failover', isPassed: false, faults: ['2 accepted events are not stored'] });
    expect(seen([failed])['avail.failover-drill']).toMatch(/^fail: .* failed: 2 accepted events are not stored$/);
  });
});
