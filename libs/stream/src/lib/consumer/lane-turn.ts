import type { LaneWork, OrgWork } from './org-work.ts';

/**
 * Lanes whose batches run next: one, or with `hasLanesAtOnce` all that have something. It is one as well while entries of
 * a dead owner are gone through, so that an entry which ends its worker is known; and before the ownership is claimed,
 * which needs the first entries of all lanes.
 */
export function nextLanes(org: OrgWork, hasLanesAtOnce: boolean): LaneWork[] {
  if (hasLanesAtOnce && org.isClaimed && !org.lanes.some((lane) => lane.isTakeover)) {
    return org.lanes.filter((lane) => lane.ready.length > 0);
  }
  const lane = nextLane(org);
  return lane ? [lane] : [];
}

/**
 * The lane whose batch runs next: an urgent one first, but not twice in a row while others wait. However small a batch
 * is it takes a turn of the handler, so a trickle of urgent entries would leave the ordinary ones a fraction. Among
 * urgent lanes, and among the others, the one goes that ran longest ago; of new ones the first in `LANE_ORDER`.
 *
 * @returns undefined when no lane has entries ready
 */
export function nextLane(org: OrgWork): LaneWork | undefined {
  const ready = org.lanes.filter((lane) => lane.ready.length > 0);
  const ordinary = ready.filter((lane) => !lane.isUrgent);
  const urgent = ready.filter((lane) => lane.isUrgent);
  const some = urgent.length > 0 && !(org.wasUrgent && ordinary.length > 0) ? urgent : ordinary;
  return some.reduce<LaneWork | undefined>(
    (best, lane) => (best && best.lastTurn <= lane.lastTurn ? best : lane),
    undefined,
  );
}
