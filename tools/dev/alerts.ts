import type { Alert, AlertRecord, OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { listAlerts } from '@redoubt/storage';
import { countUnsettledEvents, decodeEntry } from '@redoubt/stream';
import type { Control } from './demo-org.ts';

/** Counts of an alert are said at most once a second, and stored after that. */
const QUIET_MS = 3_000;
const POLL_MS = 200;
const PAGE = 500;

/** Every alert that PostgreSQL holds of an organisation, oldest first. */
export async function readAlerts(control: Control, orgId: OrgId): Promise<Alert[]> {
  const alerts: Alert[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAlerts(control.database, orgId, {}, { limit: PAGE, ...(cursor ? { cursor } : {}) });
    alerts.push(...page.alerts);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return alerts.sort((a, b) => a.firstSeenMs - b.firstSeenMs);
}

/**
 * Waits until alert-engine has handled everything accepted and its alerts have stood still in PostgreSQL.
 *
 * @returns the alerts then; undefined when that was not reached in time
 */
export async function settledAlerts(control: Control, orgId: OrgId, timeoutMs: number): Promise<Alert[] | undefined> {
  const deadlineMs = performance.now() + timeoutMs;
  let seen = '';
  let stillSinceMs = performance.now();
  while (performance.now() < deadlineMs) {
    const { entries } = await countUnsettledEvents(control.redis, orgId, 'alert_engine');
    const alerts = await readAlerts(control, orgId);
    const now = alerts.map((alert) => `${alert.alertId} ${alert.version}`).join();
    if (entries > 0 || now !== seen) stillSinceMs = performance.now();
    else if (performance.now() - stillSinceMs > QUIET_MS) return alerts;
    seen = now;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return undefined;
}

/**
 * From the accept time of the event that opened an alert to the alert's place on the stream that feeds are made from,
 * by the clock of this machine, ms, in ascending order.
 */
export async function acceptToAlertMs(control: Control, orgId: OrgId): Promise<number[]> {
  const key = orgKeys(orgId).alertsStream();
  const command = { name: 'XREVRANGE', key, args: [key, '+', '-'], retry: 'free' as const, buffers: true };
  const [reply] = await control.redis.batch([command]);
  if (reply instanceof Error) throw reply;
  const delays: number[] = [];
  for (const [id, fields] of reply as [Buffer, Buffer[]][]) {
    const entryId = id.toString('latin1');
    const entry = decodeEntry(entryId, fields);
    if ('error' in entry) throw new Error(`the alert stream holds an entry that cannot be read: ${entry.error}`);
    for (const line of entry.lines) {
      const record = JSON.parse(line.toString('utf8')) as AlertRecord;
      if (record.type !== 'alert' || record.change !== 'opened') continue;
      delays.push(Math.max(0, Number(entryId.split('-')[0]) - record.alert.createdAtMs));
    }
  }
  return delays.sort((a, b) => a - b);
}

/** The value that a share of all lies at or below; undefined for none. */
export function percentile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
