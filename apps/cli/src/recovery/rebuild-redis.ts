import type { EntryId, Lane, OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { reconcileSettings } from '@redoubt/rulebook';
import { readPositions, type Database } from '@redoubt/storage';
import { raiseStreamIds } from '@redoubt/stream';
import { reconcile } from '@redoubt/tenancy';
import { recoverAlertState, type RecoveredCases } from './recover-alert-state.ts';

interface Deps {
  database: Database;
  redis: RedisClient;
}

export interface Rebuilt extends RecoveredCases {
  organizations: number;
  apiKeys: number;
}

/**
 * Rebuilds from PostgreSQL what Redis holds: streams and groups, settings, rules, suppressions, channels, sinks, open
 * alerts and incidents, registry and keys, in this order for each organisation, so that nobody reads or appends before
 * everything that decides on it is there. Safe at any time: what Redis has of alerts stands.
 *
 * @param onOrganization told after each organisation
 * @throws the first error: call again
 */
export async function rebuildRedis(
  deps: Deps,
  { nowMs, onOrganization }: { nowMs: number; onOrganization?: () => void },
): Promise<Rebuilt> {
  const cases: RecoveredCases = { openAlerts: 0, openIncidents: 0 };
  const done = await reconcile(deps, async ({ id }) => {
    await raiseStreamIds(deps.redis, id, await storedPositions(deps.database, id));
    await reconcileSettings(deps, id);
    const { openAlerts, openIncidents } = await recoverAlertState(deps, id, nowMs);
    cases.openAlerts += openAlerts;
    cases.openIncidents += openIncidents;
    onOrganization?.();
  });
  return { ...done, ...cases };
}

async function storedPositions(database: Database, orgId: OrgId): Promise<Map<Lane, EntryId>> {
  const { positions } = await readPositions(database, { orgId, consumer: 'db_writer' });
  const stored = Object.entries(positions).filter(([, { entryId }]) => entryId !== '0-0');
  return new Map(stored.map(([lane, { entryId }]) => [lane as Lane, entryId]));
}
