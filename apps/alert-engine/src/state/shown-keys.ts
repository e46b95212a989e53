import type { BookChanges, StoredAlert, StoredIncident } from '@redoubt/alerting';
import type { Suppression } from '@redoubt/contracts';
import { subjectHash, type OrgKeys } from '@redoubt/key-schema';
import { rulePart } from './rule-part.ts';
import type { Writes } from './fenced-write.ts';

const REPUTATION_LIFE_S = 30 * 86_400;
const THREAT_LIFE_S = 3_600;
/** Most members of a list of what is open. */
const MOST_OPEN = 10_000;

/**
 * Adds the keys that others look at: which alerts and incidents are open, what a rule found for a subject, what is
 * known of an address. They are made from the book and never read back.
 */
export function writeShownKeys(
  writes: Writes,
  keys: OrgKeys,
  changes: BookChanges,
  context: { dedupWindowMs: number; suppressions: readonly Suppression[]; nowMs: number },
): void {
  for (const stored of changes.alerts) writeAlert(writes, keys, stored, context);
  for (const stored of changes.incidents) writeIncident(writes, keys, stored);
  for (const { reputation, value } of changes.entities) {
    if (reputation === undefined) continue;
    const key = keys.ipReputation(subjectHash(value));
    writes.add('HSET', key, ...hashFields({ ip: value, ...reputation }));
    writes.add('EXPIRE', key, REPUTATION_LIFE_S);
  }
}

function writeAlert(
  writes: Writes,
  keys: OrgKeys,
  { alert }: StoredAlert,
  context: { dedupWindowMs: number; suppressions: readonly Suppression[]; nowMs: number },
): void {
  const isOpen = alert.status === 'firing' || alert.status === 'acknowledged';
  listOpen(writes, keys.alertsActive(), alert.alertId, isOpen ? alert.lastSeenMs : undefined);
  const episode = keys.alertHash(alert.fingerprint);
  const { alertId, ruleId, firstSeenMs, lastSeenMs, count, severity, status } = alert;
  writes.add('HSET', episode, ...hashFields({ alertId, ruleId, firstSeenMs, lastSeenMs, count, severity, status }));
  writes.add('EXPIRE', episode, Math.ceil(context.dedupWindowMs / 1_000));
  const subject = subjectHash(JSON.stringify(alert.subject));
  const threat = keys.threatRule(rulePart(ruleId), subject);
  writes.add('HSET', threat, ...hashFields({ triggered: isOpen, count, firstSeenMs, lastSeenMs, alertId }));
  writes.add('EXPIRE', threat, THREAT_LIFE_S);
  const hidden = context.suppressions.find((one) => one.suppressionId === alert.suppressedBy);
  if (hidden === undefined) return;
  const lifeS = Math.ceil((hidden.expiresAtMs - context.nowMs) / 1_000);
  if (lifeS > 0) {
    writes.add('SET', keys.alertSuppressed(rulePart(ruleId), subject), hidden.suppressionId, 'EX', lifeS);
  }
}

function writeIncident(writes: Writes, keys: OrgKeys, { incident }: StoredIncident): void {
  const isOpen = incident.status !== 'closed';
  listOpen(writes, keys.incidentsActive(), incident.incidentId, isOpen ? incident.lastSeenMs : undefined);
}

/** Puts an id into a list by time, or takes it out; the oldest leave beyond the bound. */
function listOpen(writes: Writes, key: string, id: string, atMs: number | undefined): void {
  if (atMs === undefined) writes.add('ZREM', key, id);
  else {
    writes.add('ZADD', key, atMs, id);
    writes.add('ZREMRANGEBYRANK', key, 0, -(MOST_OPEN + 1));
  }
}

function hashFields(values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [name, typeof value === 'object' ? JSON.stringify(value) : String(value)];
  });
}
