import { compareEntryIds, parseEventId, type EventPosition } from '@redoubt/contracts';

export interface SinkVerdict {
  /** Stored and never forwarded. */
  missing: number;
  /** Forwarded and not stored. */
  phantom: number;
  /** Events that came before one that was accepted earlier on the same lane. */
  outOfOrder: number;
}

/** A takeover of a sink sends again what its forerunner could not note any more: no more than what is read at once. */
const AGAIN_PER_FAULT = 1_000;
/** Several times what any run has shown; whoever sends a good part again notes too little. */
const MOST_AGAIN_SHARE = 0.05;

/** How often an item may come to a receiver that has it: bounded by faults, and a small part of all. */
export function repeatsAllowed({ faults, forwarded }: Record<'faults' | 'forwarded', number>): number {
  return Math.min(faults * AGAIN_PER_FAULT, Math.floor(forwarded * MOST_AGAIN_SHARE));
}

/** Judges a receiver that has the events of several organisations, each by itself. */
export function judgeSinks(taken: readonly string[], storedOf: ReadonlyMap<string, ReadonlySet<string>>): SinkVerdict {
  const orgOf = (id: string): string => [...storedOf.keys()].find((orgId) => id.startsWith(`${orgId}-`)) ?? '';
  const byOrg = Map.groupBy(taken, orgOf);
  const sum: SinkVerdict = { missing: 0, phantom: byOrg.get('')?.length ?? 0, outOfOrder: 0 };
  for (const [orgId, stored] of storedOf) {
    const one = judgeSink(byOrg.get(orgId) ?? [], stored, orgId);
    sum.missing += one.missing;
    sum.phantom += one.phantom;
    sum.outOfOrder += one.outOfOrder;
  }
  return sum;
}

/**
 * Judges what a receiver that takes ids has, in the order in which it first took each, against what is stored.
 *
 * @param taken   `<organisation>-<event id>`, of one organisation
 * @param stored  the same of everything that PostgreSQL has
 */
export function judgeSink(taken: readonly string[], stored: ReadonlySet<string>, orgId: string): SinkVerdict {
  const has = new Set(taken);
  const newest = new Map<string, EventPosition>();
  let outOfOrder = 0;
  for (const id of taken) {
    const position = positionOf(id.slice(orgId.length + 1));
    const before = newest.get(position.lane);
    if (before !== undefined && isBefore(position, before)) outOfOrder += 1;
    else newest.set(position.lane, position);
  }
  return {
    missing: [...stored].filter((id) => !has.has(id)).length,
    phantom: taken.filter((id) => !stored.has(id)).length,
    outOfOrder,
  };
}

function positionOf(eventId: string): EventPosition {
  const position = parseEventId(eventId);
  if (position === null) throw new Error(`${eventId} is no event id`);
  return position;
}

function isBefore(a: EventPosition, b: EventPosition): boolean {
  const order = compareEntryIds(a.entryId, b.entryId);
  return order < 0 || (order === 0 && a.index < b.index);
}
