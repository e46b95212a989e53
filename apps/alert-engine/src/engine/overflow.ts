import type { OrgState } from '../state/state-store.ts';

/** What an organisation's state gave up to keep to its bounds, or could not count exactly; values of a metric label. */
export const OVERFLOW_KINDS = [
  ...(['window_groups', 'window_entries', 'window_ends', 'window_sources', 'window_checkpoints', 'late_hits'] as const),
  ...(['one_shot_alerts', 'episodes', 'incidents'] as const),
] as const;

export type OverflowCounts = Readonly<Record<(typeof OVERFLOW_KINDS)[number], number>>;

/** Counts so far: of windows since the state was loaded, of alerts since the organisation began. */
export function overflowOf({ windows, book }: Pick<OrgState, 'windows' | 'book'>): OverflowCounts {
  const { groupsEvicted, entriesDropped, evaluationsCut, sourcesEvicted, restoresRefused, lateHits } = windows.counters;
  const { oneShotAlerts, episodesCut, incidentsRefused } = book.counts();
  return {
    window_groups: groupsEvicted,
    window_entries: entriesDropped,
    window_ends: evaluationsCut,
    window_sources: sourcesEvicted,
    window_checkpoints: restoresRefused,
    late_hits: lateHits,
    one_shot_alerts: oneShotAlerts,
    episodes: episodesCut,
    incidents: incidentsRefused,
  };
}
