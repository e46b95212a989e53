import { listAlerts } from '@redoubt/storage';
import type { BenchOrg, Platform } from '../platform.ts';

/** When the event that opened each alert was accepted, by the alert's asset. */
export async function acceptedAtMs(
  { control }: Pick<Platform, 'control'>,
  { organization }: BenchOrg,
): Promise<ReadonlyMap<string, number>> {
  const accepted = new Map<string, number>();
  let cursor: string | undefined;
  do {
    const options = { limit: 1_000, timeoutMs: 30_000, ...(cursor === undefined ? {} : { cursor }) };
    const page = await listAlerts(control.database, organization.id, {}, options);
    for (const { subject, createdAtMs } of page.alerts) accepted.set(subject.asset ?? '', createdAtMs);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return accepted;
}
