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
  listOpen(writes, keys.alertsActive(), changes.alerts.map(openAlert));
  listOpen(writes, keys.incidentsActive(), changes.incidents.map(openIncident));
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
  const episode = keys.alertHash(alert.fingerprint);
  const { alertId, ruleId, firstSeenMs, lastSeenMs, count, severity, status } = alert;
  writes.add('HSET', episode, ...hashFields({ alertId, ruleId, firstSeenMs, lastSeenMs, count, severity, status }));
  writes.add('EXPIRE', episode, Math.ceil(context.dedupWindowMs / 1_000));
  const subject = subjectHash(JSON.stringify(alert.subject));
  const threat = keys.threatRule(rulePart(ruleId), subject);
  writes.add('HSET', threat, ...hashFields({ triggered: isOpen(alert), count, firstSeenMs, lastSeenMs, alertId }));
  writes.add('EXPIRE', threat, THREAT_LIFE_S);
  const hidden = context.suppressions.find((one) => one.suppressionId === alert.suppressedBy);
  if (hidden === undefined) return;
  const lifeS = Math.ceil((hidden.expiresAtMs - context.nowMs) / 1_000);
  if (lifeS > 0) {
    writes.add('SET', keys.alertSuppressed(rulePart(ruleId), subject), hidden.suppressionId, 'EX', lifeS);
  }
}

/** What stands in a list by time, or leaves it. */
interface Listed {
  id: string;
  isOpen: boolean;
  lastSeenMs: number;
}

function isOpen({ status }: StoredAlert['alert']): boolean {
  return status === 'firing' || status === 'acknowledged';
}

function openAlert({ alert }: StoredAlert): Listed {
  return { id: alert.alertId, isOpen: isOpen(alert), lastSeenMs: alert.lastSeenMs };
}

function openIncident({ incident }: StoredIncident): Listed {
  return { id: incident.incidentId, isOpen: incident.status !== 'closed', lastSeenMs: incident.lastSeenMs };
}

/** All at once, since each command costs the server more than what it carries. The oldest leave beyond the bound. */
function listOpen(writes: Writes, key: string, all: readonly Listed[]): void {
  const open = all.filter((one) => one.isOpen);
  const closed = all.filter((one) => !one.isOpen);
  writes.addMany(
    'ZREM',
    key,
    closed.map(({ id }) => id),
  );
  writes.addMany(
    'ZADD',
    key,
    open.flatMap(({ id, lastSeenMs }) => [lastSeenMs, id]),
    2,
  );
  if (open.length > 0) writes.add('ZREMRANGEBYRANK', key, 0, -(MOST_OPEN + 1));
}

function hashFields(values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [name, typeof value === 'object' ? JSON.stringify(value) : String(value)];
  });
}
