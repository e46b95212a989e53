import type { Lane, OrgId } from '@redoubt/contracts';
import type { GroupState } from '@redoubt/stream';
import { entryTimeMs } from '../output/time.ts';

/** What a group still has to do over many streams. */
export interface LagSum {
  group: string;
  organizations: number;
  lagEntries: number;
  /** Streams whose lag is unknown: never added as 0 without being counted here. */
  unknownLags: number;
  pendingEntries: number;
  oldestPendingMs: number | null;
  behindOrganizations: number;
  missing: number;
}

/** Adds states up per group, groups by name. */
export function sumLag(states: readonly GroupState<Lane>[], nowMs: number): LagSum[] {
  const byGroup = Map.groupBy(states, (state) => state.group);
  return [...byGroup].map(([group, list]) => sumOf(group, list, nowMs)).sort((a, b) => a.group.localeCompare(b.group));
}

function sumOf(group: string, states: readonly GroupState<Lane>[], nowMs: number): LagSum {
  const orgs = new Set<OrgId>();
  const behind = new Set<OrgId>();
  const sum = { lagEntries: 0, unknownLags: 0, pendingEntries: 0, missing: 0 };
  let oldestMs: number | null = null;
  for (const state of states) {
    orgs.add(state.orgId);
    sum.pendingEntries += state.pendingEntries;
    sum.lagEntries += state.lagEntries ?? 0;
    if (state.lagEntries === null) sum.unknownLags++;
    if (!state.isPresent) sum.missing++;
    if (state.pendingEntries > 0 || state.lagEntries !== 0) behind.add(state.orgId);
    if (state.oldestPendingId === undefined) continue;
    oldestMs = Math.max(oldestMs ?? 0, Math.round(nowMs - entryTimeMs(state.oldestPendingId)));
  }
  return { group, organizations: orgs.size, ...sum, oldestPendingMs: oldestMs, behindOrganizations: behind.size };
}
