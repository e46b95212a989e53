import type { Alert, Incident, OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { appendRecords, chunkRecords } from '@redoubt/stream';
import { makeAlert, makeIncident } from './make-cases.ts';

export type Change = { alert: Alert } | { incident: Incident };

/** Appends changes to an organisation's alert stream as alert-engine does. @returns the ids subscribers see, in order */
export async function appendChanges(redis: RedisClient, orgId: OrgId, changes: readonly Change[]): Promise<string[]> {
  const lines = changes.map((one) => {
    const type = 'alert' in one ? 'alert' : 'incident';
    return Buffer.from(JSON.stringify({ type, change: 'opened', atMs: Date.now(), isNotifiable: true, ...one }));
  });
  const entries = await appendRecords(redis, orgId, 'a', lines);
  return chunkRecords(lines).flatMap((chunk, entry) => chunk.map((_, index) => `${entries[entry]}-${index}`));
}

/** The same with alerts of no interest; short ones, so that a full entry holds a hundred. */
export function appendAlerts(redis: RedisClient, orgId: OrgId, count: number): Promise<string[]> {
  const changes = Array.from({ length: count }, () => ({ alert: makeAlert(orgId, { title: 'A', reason: 'A' }) }));
  return appendChanges(redis, orgId, changes);
}

/** The same with an incident. */
export function appendIncident(redis: RedisClient, orgId: OrgId): Promise<string[]> {
  return appendChanges(redis, orgId, [{ incident: makeIncident(orgId) }]);
}
