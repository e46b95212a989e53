import type { Alert, OrgId } from '@redoubt/contracts';
import type { Database } from './database.ts';
import { listAlerts, type AlertFilters } from './list-alerts.ts';

const pageSize = 1_000;

/**
 * An organisation's newest alerts, page by page; `isWhole` is false when there are more than `limit` of them.
 *
 * @param options `timeoutMs` holds for each page
 * @throws as listAlerts
 */
export async function newestAlerts(
  database: Database,
  orgId: OrgId,
  filters: AlertFilters,
  { limit, timeoutMs }: { limit: number; timeoutMs: number },
): Promise<{ alerts: Alert[]; isWhole: boolean }> {
  const alerts: Alert[] = [];
  let cursor: string | undefined;
  do {
    const more = cursor === undefined ? {} : { cursor };
    const size = Math.min(pageSize, limit - alerts.length);
    const page = await listAlerts(database, orgId, filters, { limit: size, timeoutMs, ...more });
    alerts.push(...page.alerts);
    cursor = page.nextCursor;
  } while (cursor !== undefined && alerts.length < limit);
  return { alerts, isWhole: cursor === undefined };
}
