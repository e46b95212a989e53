import type { Alert, OrgId } from '@redoubt/contracts';
import { listAlerts, type Database } from '@redoubt/storage';
import { CliError } from '../command/cli-error.ts';
import { EXIT } from '../command/exit-code.ts';
import { formatCount } from '../output/number.ts';

const pageSize = 1_000;
const maxAlerts = 200_000;

/**
 * Alerts that fired live and were touched by events accepted in a range: opened before its end, changed after its
 * start.
 *
 * @throws CliError for more than 200,000 of them
 */
export async function readLiveAlerts(
  database: Database,
  { orgId, fromMs, toMs }: { orgId: OrgId; fromMs: number; toMs: number },
): Promise<Alert[]> {
  const found = new Map<string, Alert>();
  let cursor: string | undefined;
  do {
    const options = { sort: 'updated' as const, limit: pageSize, timeoutMs: 30_000 };
    const page = await listAlerts(database, orgId, { fromMs }, cursor === undefined ? options : { ...options, cursor });
    for (const alert of page.alerts) if (alert.createdAtMs < toMs) found.set(alert.alertId, alert);
    if (found.size > maxAlerts) {
      throw new CliError(EXIT.usage, `more than ${formatCount(maxAlerts)} alerts fired in this range`, ['narrow it']);
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return [...found.values()];
}
