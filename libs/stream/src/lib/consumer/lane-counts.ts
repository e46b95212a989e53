import type { Room } from './in-flight-pool.ts';
import { gatheringLane, type Amount, type EntryInHand, type LaneWork, type OrgWork } from './org-work.ts';
import { entriesFor } from './visit.ts';

/** What so many entries of a lane will be about. */
export function expectedOf({ eventsPerEntry, bytesPerEntry }: LaneWork, entries: number): Amount {
  return { events: Math.ceil(entries * eventsPerEntry), bytes: Math.ceil(entries * bytesPerEntry) };
}

/**
 * Entries to ask for of each lane of an organisation that has `room`. A lane of which nothing is in hand gets one entry
 * at least, so that no lane waits for another; an organisation that was paused asks for one entry of one lane, or for as
 * many as its handler wants to see.
 *
 * @param canRead whether a lane may be read in this visit
 */
export function laneCounts(org: OrgWork, room: Room, quantum: number, canRead: (lane: LaneWork) => boolean): number[] {
  if (room === 'busy') return org.lanes.map(() => 0);
  if (org.standing === 'failing') return trialCounts(org, canRead);
  const left = room === 'later' ? { events: 0, bytes: 0 } : { ...room };
  return org.lanes.map((lane) => {
    if (!canRead(lane)) return 0;
    const fits = Math.floor(Math.min(left.events / lane.eventsPerEntry, left.bytes / lane.bytesPerEntry));
    const isRunning = org.running !== null && lane.lastTurn === org.turns;
    const count = Math.min(entriesFor(lane, quantum), Math.max(fits, isRunning ? 0 : 1));
    const { events, bytes } = expectedOf(lane, count);
    left.events -= events;
    left.bytes -= bytes;
    return count;
  });
}

/** Of the lanes that have something the one that was tried longest ago, unless one has been begun with. */
function trialCounts(org: OrgWork, canRead: (lane: LaneWork) => boolean): number[] {
  const waiting = org.lanes.filter((lane) => lane.hasMore && canRead(lane));
  const oldest = waiting.reduce<LaneWork | undefined>(
    (best, lane) => (best && best.lastTurn <= lane.lastTurn ? best : lane),
    undefined,
  );
  const only = gatheringLane(org) ?? oldest;
  return org.lanes.map((lane) => (lane === only ? org.pausedEntries - lane.ready.length : 0));
}

/** Adds what was read to the lane's averages. */
export function learnSizes(lane: LaneWork, entries: readonly EntryInHand[]): void {
  for (const entry of entries) {
    lane.eventsPerEntry = cautiousMean(lane.eventsPerEntry, entry.items.length);
    lane.bytesPerEntry = cautiousMean(lane.bytesPerEntry, entry.sizeBytes);
  }
}

/** Rises at once and falls slowly; at least 1. */
function cautiousMean(before: number, seen: number): number {
  return seen >= before ? seen : Math.max(1, before * 0.8 + seen * 0.2);
}
