import { newOrgId } from '@redoubt/contracts';
import type { GroupState } from '@redoubt/stream';
import { sumLag } from './lag-sums.ts';

const [first, second] = [newOrgId(), newOrgId()];
const state = (given: Partial<GroupState>): GroupState => ({
  orgId: first,
  group: 'db_writer',
  lane: 's',
  isPresent: true,
  lagEntries: 0,
  pendingEntries: 0,
  lastDeliveredId: '0-0',
  ...given,
});

describe('the lag of a group', () => {
  it('is the sum over its streams, with the oldest pending entry of all', () => {
    const [sum] = sumLag(
      [
        state({ lagEntries: 3, pendingEntries: 2, oldestPendingId: '9000-0' }),
        state({ lane: 'p', pendingEntries: 1, oldestPendingId: '4000-7' }),
        state({ orgId: second }),
      ],
      10_000,
    );
    expect(sum).toEqual({
      group: 'db_writer',
      organizations: 2,
      lagEntries: 3,
      unknownLags: 0,
      pendingEntries: 3,
      oldestPendingMs: 6_000,
      behindOrganizations: 1,
      missing: 0,
    });
  });

  it('never counts an unknown lag as none', () => {
    const [sum] = sumLag([state({ lagEntries: null }), state({ lane: 'p', lagEntries: 5 })], 0);
    expect(sum).toMatchObject({ lagEntries: 5, unknownLags: 1, behindOrganizations: 1 });
  });

  it('tells of groups that are expected and missing, group by group in order of their names', () => {
    const sums = sumLag([state({ group: 'ml_engine', isPresent: false }), state({})], 0);
    expect(sums.map(({ group, missing }) => [group, missing])).toEqual([
      ['db_writer', 0],
      ['ml_engine', 1],
    ]);
  });
});
