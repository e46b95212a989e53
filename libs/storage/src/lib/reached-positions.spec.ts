import { newOrgId } from '@redoubt/contracts';
import { HeldPositions } from './position-rows.ts';
import { ReachedPositions } from './reached-positions.ts';

const orgId = newOrgId();
const row = (entryId: string, index = 0) => ({ lane: 's', entryId, index });
const batchOf = (epoch: number) => ({ orgId, epoch, lane: 's', events: [row('5-0')] });

/** What the lock found. */
function held(epoch: number, ms: number, index = 0): HeldPositions {
  return new HeldPositions([
    { org_id: orgId, lane: 's', epoch: String(epoch), ms: String(ms), seq: '0', last_index: index },
  ]);
}

describe('ReachedPositions', () => {
  test('a lane that stands before what was committed was set back, in the same ownership alone', () => {
    const reached = new ReachedPositions();
    expect(reached.isSetBack(batchOf(7), held(7, 4))).toBe(false);
    reached.note(batchOf(7), [row('5-0', 2)]);
    expect(reached.isSetBack(batchOf(7), held(7, 5, 1))).toBe(true);
    expect(reached.isSetBack(batchOf(7), new HeldPositions([]))).toBe(true);
    expect(reached.isSetBack(batchOf(7), held(7, 5, 2))).toBe(false);
    expect(reached.isSetBack(batchOf(8), held(8, 4))).toBe(false);
  });

  test('a commit whose answer was lost counts, once a lock has shown it', () => {
    const reached = new ReachedPositions();
    expect(reached.isSetBack(batchOf(7), held(7, 5))).toBe(false);
    reached.note(batchOf(7), []);
    expect(reached.isSetBack(batchOf(7), held(7, 4))).toBe(true);
    // What a set-back lane says is not taken for what was committed.
    expect(reached.isSetBack(batchOf(7), held(7, 4))).toBe(true);
  });
});
