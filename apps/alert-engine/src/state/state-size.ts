import type { OrgState } from './state-store.ts';

/** Bytes of one of each, from heap snapshots under load; what is kept of its encoding is part of an entry. */
const [ENTRY, GROUP, ALERT, ENTITY, REST] = [160, 600, 3_000, 300, 20_000];

/** What an organisation's state takes in memory, bytes, estimated from what it counts. */
export function stateBytes({ windows, book }: Pick<OrgState, 'windows' | 'book'>): number {
  const { entries, groups } = windows.stats;
  const { openAlerts, restingAlerts, openIncidents, entities } = book.counts();
  return (
    REST + entries * ENTRY + groups * GROUP + (openAlerts + restingAlerts + openIncidents) * ALERT + entities * ENTITY
  );
}
