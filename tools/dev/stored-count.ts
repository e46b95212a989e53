import type { OrgId } from '@redoubt/contracts';
import { alertCounts, readStoredLedger } from '@redoubt/storage';
import type { Control } from './demo-org.ts';

const LATEST_MS = 253_402_300_740_000;

/** How many events of an organisation PostgreSQL holds, by the ledger of its writer. */
export async function countStored(control: Control, orgId: OrgId): Promise<number> {
  const minutes = await readStoredLedger(control.database, { orgId, fromMs: 0, toMs: LATEST_MS });
  return minutes.reduce((sum, minute) => sum + minute.stored, 0);
}

/** How many alerts PostgreSQL holds of an organisation, whatever became of them. */
export async function countAlerts(control: Control, orgId: OrgId): Promise<number> {
  const counts = Object.values(await alertCounts(control.database, orgId)).flatMap((bySeverity) =>
    Object.values(bySeverity),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
